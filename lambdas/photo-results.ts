import type { PhotoLine, Run } from '#core/flight/run.ts';
import type { PhotoRecord, Reason, ScoreRecord } from '#core/photo/record.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { quarantinedPhotos } from '#platform/careful-batch.ts';
import type { Platform } from '#platform/platform.ts';
import { type AlignedPhotoLine, alignedRecord, readAlignedPhotos } from './aligned-photos.ts';
import { readPhotoLines } from './run-objects.ts';

/** A photo with what its tiling and its scoring left behind; missing parts were lost to an error. */
export interface PhotoResults {
  readonly line: PhotoLine;
  /** Its pose, flags and footprint are those that the run found from the overlap, where it looked. */
  readonly record: PhotoRecord | undefined;
  readonly score: ScoreRecord | undefined;
  /** Why it was set aside when it was to be scored. */
  readonly notScored?: Reason | undefined;
  /** What the run found from the overlap. */
  readonly aligned?: AlignedPhotoLine | undefined;
}

/** So many photos are held in memory at a time: a flight of any length takes the same. */
const chunkPhotos = 50;

/** The photos of a run in the order of their names. */
export async function* resultsOf(platform: Platform, run: Run): AsyncGenerator<PhotoResults> {
  const lines = await readPhotoLines(platform, run);
  const aligned = await readAlignedPhotos(platform, run);
  const setAside =
    run.modelId === null
      ? new Map<string, Reason>()
      : await quarantinedPhotos(platform.objects, { runId: run.runId, stage: 'score-photos' });
  for (let start = 0; start < lines.length; start += chunkPhotos) {
    const chunk = lines.slice(start, start + chunkPhotos);
    const photoIds = chunk.map(({ photoId }) => photoId);
    const records = await platform.tables.photos.getMany(run.flightId, sheetSpecName(run.sheet), photoIds);
    const scores = await platform.tables.scores.getMany(run.runId, photoIds);
    for (const line of chunk) {
      const { photoId } = line;
      const stated = records.get(photoId);
      const found = aligned.get(photoId);
      const record = stated === undefined ? undefined : alignedRecord(stated, found);
      const score = scores.get(photoId);
      const notScored = score === undefined ? setAside.get(photoId) : undefined;
      yield { line, record, score, notScored, aligned: found };
    }
  }
}
