import { runPrefix } from '#core/flight/keys.ts';
import { type PhotoLine, photoLineSchema, type Run } from '#core/flight/run.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';

/** An object in the folder of a run in the work bucket. */
export function workObject(run: Run, name: string): { bucket: string; key: string } {
  return { bucket: requireEnvironment('workBucket'), key: `${runPrefix(run.runId)}/${name}` };
}

/** The photos that a run was opened with, in the order of their names. */
export async function readPhotoLines(platform: Platform, run: Run): Promise<PhotoLine[]> {
  const bytes = await platform.objects.get(workObject(run, 'photos.jsonl'));
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.filter((line) => line !== '').map((line) => photoLineSchema.parse(JSON.parse(line)));
}
