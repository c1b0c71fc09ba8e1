import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import { type StageCheck, stageCheckSchema } from '#core/flight/checks.ts';
import type { Run } from '#core/flight/run.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { Platform } from '#platform/platform.ts';
import { workObject } from './run-objects.ts';

/** The files in which a run keeps its checks: what is known after the photos were placed, and after they were scored. */
const checkFiles = { photos: 'checks-photos.json', scores: 'checks-scores.json' } as const;

/**
 * Keeps the outcome of checks.
 * @throws UmbelError `check.failed` where the run is to stop at one of them that failed
 */
export async function keepChecks(
  platform: Platform,
  run: Run,
  file: keyof typeof checkFiles,
  checks: readonly StageCheck[],
): Promise<void> {
  await platform.objects.put(workObject(run, checkFiles[file]), JSON.stringify(checks), 'application/json');
  const stopped = checks.find(({ stage, outcome }) => outcome === 'failed' && run.checks?.[stage] === 'stop');
  if (stopped === undefined) return;
  throw new UmbelError({
    code: 'check.failed',
    kind: 'bad-input',
    message: `The run was stopped by the check of its ${stopped.stage}: ${stopped.message}`,
    hint: 'Mend what the sentence names, or let the run go on: without --stop-on, or with "flag" in the checks of flight.json.',
    details: { check: stopped },
  });
}

/** The checks of a run that were made, in the order of its stages; none of a run of an older version. */
export async function readChecks(platform: Platform, run: Run): Promise<StageCheck[]> {
  const checks: StageCheck[] = [];
  for (const file of Object.values(checkFiles)) {
    try {
      const bytes = await platform.objects.get(workObject(run, file));
      checks.push(...z.array(stageCheckSchema).parse(JSON.parse(new TextDecoder().decode(bytes))));
    } catch (error) {
      if (!isObjectNotFound(error)) throw error;
    }
  }
  return checks;
}
