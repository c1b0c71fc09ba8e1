import type { DriftReport } from '#core/drift/drift-report.ts';
import { chooseCandidates } from '#core/review/candidates.ts';
import type { Platform } from '#platform/platform.ts';
import { type OpenTile, openTilesOf } from '#platform/review/label-candidates.ts';
import type { CurrentRun } from './current-runs.ts';

/** Confidences between which a tile is worth a biologist's time. */
const unsure = { from: 0.1, to: 0.9 };

/**
 * The tiles to label next, out of some runs: unsure ones that differ from each other, none that has an answer. Photos are
 * told apart by light, sharpness and scale: no picture is read every night. `umbel candidates` looks at the tiles too.
 */
export async function chooseTiles(
  platform: Platform,
  runs: readonly CurrentRun[],
  count: number,
): Promise<DriftReport['candidates']> {
  if (count === 0) return [];
  const pool: OpenTile[] = [];
  const tables = {
    labels: platform.tables.labels,
    photos: platform.tables.photos,
    scores: platform.tables.scores,
  };
  for (const { flightId, runId } of runs) {
    const run = (await platform.tables.flights.getRun(flightId, runId))?.run;
    if (run === undefined) continue;
    for await (const { record, tiles } of openTilesOf(tables, run, unsure)) {
      const { quality, gsdM = 0 } = record;
      const look = [quality.brightness, quality.sharpness, gsdM];
      for (const tile of tiles) pool.push({ ...tile, look });
    }
  }
  return chooseCandidates(pool, count).map(({ flightId, photoId, tileId, confidence, lat, lon }) => ({
    flightId,
    photoId,
    tileId,
    confidence,
    ...(lat === undefined || lon === undefined ? {} : { lat, lon }),
  }));
}
