import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { resultsPrefix } from '#core/flight/keys.ts';
import type { RunSummary } from '#core/flight/summary.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { LocalCloud } from '#platform/local/cloud.ts';

/** The folder with the results and the path of each file in it by format. */
export type OutFiles = { readonly dir: string } & Readonly<Record<string, string>>;

/** The result files of a run: where the embedded cloud keeps them, or copied to `out`. */
export async function copyResults(
  cloud: LocalCloud,
  { summary, out }: { summary: RunSummary; out: string | undefined },
): Promise<OutFiles> {
  const bucket = requireEnvironment('resultsBucket');
  const stored = (key: string) => cloud.objects.fileOf({ bucket, key });
  const storedDir = stored(resultsPrefix(summary.flightId, summary.runId));
  const dir = out === undefined ? storedDir : path.resolve(out);
  if (out !== undefined) await mkdir(dir, { recursive: true });
  const files: Record<string, string> = {};
  for (const [format, key] of Object.entries(summary.files)) {
    const file = path.join(dir, path.basename(key));
    if (out !== undefined) await copyFile(stored(key), file);
    files[format] = file;
  }
  return { ...files, dir };
}
