import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UmbelError } from '#core/errors.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import type { ObjectStore } from '#platform/ports.ts';

export interface DownloadedResults {
  readonly runId: string;
  readonly dir: string;
  /** Files by format. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Downloads every result file of a run.
 * @throws UmbelError `run.unfinished`
 */
export async function downloadResults(
  objects: Pick<ObjectStore, 'get'>,
  { bucket, run, dir }: { readonly bucket: string; readonly run: RunRecord; readonly dir: string },
): Promise<DownloadedResults> {
  if (run.summary === undefined) throw unfinished(run);
  await mkdir(dir, { recursive: true });
  const files: Record<string, string> = {};
  for (const [format, key] of Object.entries(run.summary.files)) {
    // The last part of a key is a plain name; whatever stands before it stays in the bucket.
    const file = path.join(dir, path.posix.basename(key));
    const bytes = await objects.get({ bucket, key });
    await writeFile(`${file}.part`, bytes);
    await rename(`${file}.part`, file);
    files[format] = file;
  }
  return { runId: run.runId, dir, files };
}

function unfinished(run: RunRecord): UmbelError {
  const why = run.failure === undefined ? 'it is still at work' : `it failed with ${run.failure.error}`;
  return new UmbelError({
    code: 'run.unfinished',
    kind: 'conflict',
    message: `The run ${run.runId} has no results: ${why}.`,
    hint:
      run.failure === undefined
        ? `Look with umbel status ${run.flightId}.`
        : `Mend the cause, then umbel redrive ${run.flightId}.`,
  });
}
