import { runPrefix } from '#core/flight/keys.ts';
import { type PhotoLine, photoLineSchema, type Run } from '#core/flight/run.ts';
import type { PhotoRecord, ScoreRecord } from '#core/photo/record.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';

/** A photo with what its tiling and its scoring left behind; missing parts were lost to an error. */
export interface PhotoResults {
  readonly line: PhotoLine;
  readonly record: PhotoRecord | undefined;
  readonly score: ScoreRecord | undefined;
}

/** So many photos are held in memory at a time: a flight of any length takes the same. */
const chunkPhotos = 50;

/** The photos of a run in the order of their names. */
export async function* resultsOf(platform: Platform, run: Run): AsyncGenerator<PhotoResults> {
  const lines = await readLines(platform, run);
  for (let start = 0; start < lines.length; start += chunkPhotos) {
    const chunk = lines.slice(start, start + chunkPhotos);
    const photoIds = chunk.map(({ photoId }) => photoId);
    const records = await platform.tables.photos.getMany(run.flightId, sheetSpecName(run.sheet), photoIds);
    const scores = await platform.tables.scores.getMany(run.runId, photoIds);
    for (const line of chunk)
      yield { line, record: records.get(line.photoId), score: scores.get(line.photoId) };
  }
}

/** An object in the folder of a run in the work bucket. */
export function workObject(run: Run, name: string): { bucket: string; key: string } {
  return { bucket: requireEnvironment('workBucket'), key: `${runPrefix(run.runId)}/${name}` };
}

async function readLines(platform: Platform, run: Run): Promise<PhotoLine[]> {
  const bytes = await platform.objects.get(workObject(run, 'photos.jsonl'));
  const lines = new TextDecoder().decode(bytes).split('\n');
  return lines.filter((line) => line !== '').map((line) => photoLineSchema.parse(JSON.parse(line)));
}
