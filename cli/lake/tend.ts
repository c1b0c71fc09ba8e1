import { plural } from '#core/report/wording.ts';
import { openLocalLake } from '#platform/lake/local-lake.ts';
import { openLocalCloud } from '#platform/local/cloud.ts';
import { homeDir } from '#platform/local/home.ts';
import { lakeFailure } from './lake-failure.ts';

interface Tended {
  readonly answers: { readonly flights: number; readonly labels: number; readonly fieldMarks: number };
  readonly files: { readonly before: number; readonly after: number; readonly deleted: number };
}

/** What the nightly function did, as text for stdout. @throws UmbelError `lake.file-corrupt`, `lake.file-missing`, `lake.commit-invalid` */
export async function tidyLake(json: boolean): Promise<string> {
  const cloud = await openLocalCloud();
  try {
    const tended = (await cloud.invoke('umbel-tend-lake', {}).catch((error: unknown) => {
      throw lakeFailure(error);
    })) as Tended;
    if (json) return `${JSON.stringify(tended)}\n`;
    const { answers, files } = tended;
    return (
      `Answers    ${plural(answers.labels, 'label')} and ${plural(answers.fieldMarks, 'field mark')} of ${plural(answers.flights, 'flight')} brought in\n` +
      `Files      ${files.before} before, ${files.after} now; ${files.deleted} old ones deleted\n`
    );
  } finally {
    await cloud.close();
  }
}

/** What was taken out because it could not be read, as text for stdout. */
export async function repairLake(json: boolean): Promise<string> {
  const { monthsOf } = await import('#platform/lake/lake.ts');
  const { repair } = await import('#platform/lake/repair.ts');
  const lake = openLocalLake(homeDir());
  const taken = await repair(lake);
  if (json) return `${JSON.stringify({ taken })}\n`;
  if (taken.length === 0)
    return (await monthsOf(lake)).length === 0
      ? 'The lake is empty: no flight was run yet.\n'
      : 'Every file of the lake is whole.\n';
  const lines = taken.map(
    ({ key, problem, owners }) => `${key}: ${problem}\n  rows of ${owners.join(', ')}\n`,
  );
  return `${lines.join('')}Taken out: ${plural(taken.length, 'file')}. Run those flights again: umbel run DIR --again\n`;
}
