import { checkPose, checkTiling, isDoubtful } from '#core/flight/checks.ts';
import type { Run } from '#core/flight/run.ts';
import { planTiles } from '#core/tiling/plan.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import type { Platform } from '#platform/platform.ts';
import { alignedRecord, type OverlapSummary, readAlignedPhotos } from '../aligned-photos.ts';
import { keepChecks } from '../run-checks.ts';
import { readPhotoLines } from '../run-objects.ts';

/** Photos whose records are held at a time. */
const chunkPhotos = 100;

/**
 * Checks how the photos of a run were tiled and placed, and keeps the outcome.
 * @throws UmbelError `check.failed` where the run is to stop at a failed one
 */
export async function checkPhotos(
  platform: Platform,
  run: Run,
  overlap: OverlapSummary | undefined,
): Promise<void> {
  const lines = await readPhotoLines(platform, run);
  const aligned = await readAlignedPhotos(platform, run);
  const counts = { tiled: 0, miscounted: 0, unplaced: 0, doubtful: 0 };
  const flags = new Map<string, number>();
  for (let start = 0; start < lines.length; start += chunkPhotos) {
    const ids = lines.slice(start, start + chunkPhotos).map(({ photoId }) => photoId);
    const records = await platform.tables.photos.getMany(run.flightId, sheetSpecName(run.sheet), ids);
    for (const stated of records.values()) {
      const record = alignedRecord(stated, aligned.get(stated.photoId));
      if (record.outcome !== 'tiled') continue;
      counts.tiled++;
      const { cols, rows } = planTiles(run.sheet.tiling, record);
      if (record.tiles !== cols * rows) counts.miscounted++;
      if (record.pose === undefined) counts.unplaced++;
      else if (isDoubtful(record.flags)) counts.doubtful++;
      for (const flag of record.flags) flags.set(flag, (flags.get(flag) ?? 0) + 1);
    }
  }
  const { tiled, miscounted, unplaced, doubtful } = counts;
  const apartM = overlap === undefined || overlap.patches === 0 ? undefined : overlap.apartAfterM;
  await keepChecks(platform, run, 'photos', [
    checkTiling({ photos: lines.length, unusable: lines.length - tiled, miscounted }),
    checkPose({ photos: tiled, unplaced, doubtful, flags, apartM }),
  ]);
}
