/** Sentences for stable codes of the server: in English the server's own are shown, which say more. */
export const codeTexts: { readonly codes: Readonly<Record<string, string>> } = { codes: {} };
