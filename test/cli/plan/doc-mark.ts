/** After this line docs/plan-2000-km2.md is the output of the command. */
export const docMark = '<!-- npx umbel plan --km2 2000 --simulate -->';
