import { type Candidate, chooseCandidates } from '#core/drift/candidates.ts';
import type { DriftReport } from '#core/drift/drift-report.ts';
import { unpackConfidences } from '#core/model/scores.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import type { Platform } from '#platform/platform.ts';
import type { CurrentRun } from './current-runs.ts';

/** Confidences between which a tile is worth a biologist's time. */
const unsure = { from: 0.1, to: 0.9 };

/** The tiles to label next, out of some runs: unsure ones that differ from each other, none that has an answer. */
export async function chooseTiles(
  platform: Platform,
  runs: readonly CurrentRun[],
  count: number,
): Promise<DriftReport['candidates']> {
  if (count === 0) return [];
  const flightOf = new Map<string, string>();
  const pool: Candidate[] = [];
  for (const run of runs) {
    for (const candidate of await candidatesOf(platform, run)) {
      flightOf.set(candidate.tileId, run.flightId);
      pool.push(candidate);
    }
  }
  return chooseCandidates(pool, count).map((candidate) => ({
    ...candidate,
    flightId: flightOf.get(candidate.tileId) ?? '',
  }));
}

async function candidatesOf(platform: Platform, { flightId, runId }: CurrentRun): Promise<Candidate[]> {
  const record = await platform.tables.flights.getRun(flightId, runId);
  if (record?.run === undefined) return [];
  const answered = new Set<string>();
  for await (const { photoId, tile } of platform.tables.labels.list(flightId))
    answered.add(`${photoId}-${tile}`);
  const found: Candidate[] = [];
  const spec = sheetSpecName(record.run.sheet);
  for await (const { photoId, confidences } of platform.tables.scores.list(runId)) {
    const doubtful = [...unpackConfidences(confidences).entries()].filter(
      ([tile, confidence]) =>
        confidence >= unsure.from && confidence < unsure.to && !answered.has(`${photoId}-${tile}`),
    );
    if (doubtful.length === 0) continue;
    const photo = (await platform.tables.photos.getMany(flightId, spec, [photoId])).get(photoId);
    if (photo?.outcome !== 'tiled') continue;
    const { pose, quality, gsdM } = photo;
    const about = {
      photoId,
      brightness: quality.brightness,
      sharpness: quality.sharpness,
      ...(gsdM === undefined ? {} : { gsdM }),
      ...(pose === undefined ? {} : { lat: pose.lat, lon: pose.lon }),
    };
    for (const [tile, confidence] of doubtful)
      found.push({ ...about, tileId: `${photoId}-${tile}`, confidence });
  }
  return found;
}
