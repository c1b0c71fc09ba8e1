import type { Run } from '#core/flight/run.ts';
import { byTile, standingLabels } from '#core/label/standing.ts';
import { unpackConfidences } from '#core/model/scores.ts';
import type { TiledPhotoRecord } from '#core/photo/record.ts';
import { anywhereSigmaShare, placeTiles } from '#core/photo/tile-places.ts';
import type { Candidate } from '#core/review/candidates.ts';
import { detectionIdOf } from '#core/sighting/detection.ts';
import { planTiles } from '#core/tiling/plan.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { formatTiling } from '#core/tiling/tiling.ts';
import type { Tables } from '../tables/tables.ts';

/** A tile of a run that nobody has answered. */
export interface OpenTile extends Candidate {
  readonly flightId: string;
  readonly runId: string;
  readonly photoId: string;
  readonly photoName: string;
  readonly tile: number;
}

/** Confidences from which on, and below which, a tile is taken up at all. */
export interface Doubtful {
  readonly from: number;
  readonly to: number;
}

export type CandidateTables = Pick<Tables, 'labels' | 'photos' | 'scores'>;

/** A photo with those of its tiles that nobody has answered. */
export interface OpenPhoto {
  readonly record: TiledPhotoRecord;
  readonly tiles: readonly OpenTile[];
}

/** The tiles of a run that could be labelled, photo by photo: with a confidence in the range, and no answer that stands. */
export async function* openTilesOf(
  tables: CandidateTables,
  run: Run,
  doubtful: Doubtful = { from: 0, to: 1 },
): AsyncGenerator<OpenPhoto> {
  const answered = await answeredTiles(tables, run);
  const spec = sheetSpecName(run.sheet);
  for await (const { photoId, confidences } of tables.scores.list(run.runId)) {
    const open = [...unpackConfidences(confidences).entries()].filter(
      ([tile, confidence]) =>
        confidence >= doubtful.from &&
        confidence <= doubtful.to &&
        !answered.has(detectionIdOf(photoId, tile)),
    );
    if (open.length === 0) continue;
    const record = (await tables.photos.getMany(run.flightId, spec, [photoId])).get(photoId);
    if (record?.outcome !== 'tiled') continue;
    const placeOf = placesOf(run, record);
    const { flightId, runId } = run;
    const about = { flightId, runId, photoId, photoName: record.name };
    const tiles = open.map(([tile, confidence]) => ({
      ...about,
      tile,
      tileId: detectionIdOf(photoId, tile),
      confidence,
      ...placeOf(tile),
    }));
    yield { record, tiles };
  }
}

/** Tiles of the run's own tiling with an answer that stands: another tiling's tiles are others. */
async function answeredTiles({ labels }: CandidateTables, run: Run): Promise<Set<string>> {
  const tiling = formatTiling(run.sheet.tiling);
  const given = [];
  for await (const label of labels.list(run.flightId)) if (label.tiling === tiling) given.push(label);
  const answered = [...byTile(given).values()].filter((history) => standingLabels(history).length > 0);
  return new Set(answered.map(([label]) => detectionIdOf(label!.photoId, label!.tile)));
}

/** The middle of each tile on level ground: which tiles are neighbours is seen well enough without terrain. */
function placesOf(run: Run, record: TiledPhotoRecord): (tile: number) => { lat?: number; lon?: number } {
  if (record.pose === undefined) return () => ({});
  const plan = planTiles(run.sheet.tiling, record);
  const places = placeTiles(record.pose, plan, { locations: undefined, sigmaShare: anywhereSigmaShare });
  return (tile) => {
    const [lat, lon] = [places.lat[tile]!, places.lon[tile]!];
    return Number.isNaN(lat) ? {} : { lat, lon };
  };
}
