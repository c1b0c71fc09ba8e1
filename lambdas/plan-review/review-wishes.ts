import type { PhotoLine, Run } from '#core/flight/run.ts';
import type { Terrain } from '#core/geo/terrain.ts';
import { unpackConfidences, unpackLocations } from '#core/model/scores.ts';
import type { ScoreRecord, TiledPhotoRecord } from '#core/photo/record.ts';
import { placeTiles } from '#core/photo/tile-places.ts';
import type { UncertainPlace, UncertainTile } from '#core/review/plan.ts';
import { chooseReviewTiles } from '#core/review/policy.ts';
import { planTiles } from '#core/tiling/plan.ts';
import type { Platform } from '#platform/platform.ts';
import { terrainOf } from '../flight-terrain.ts';
import { resultsOf } from '../photo-results.ts';
import { gatherScores, type GatheredScores, noScores } from './check-confidences.ts';

/** A photo with tiles that might be reviewed. */
export interface PhotoWishes {
  readonly line: PhotoLine;
  /** Tiles of the audit sample. */
  readonly audit: readonly number[];
}

export interface ReviewWishes {
  /** In the order of their names. */
  readonly photos: readonly PhotoWishes[];
  readonly uncertain: readonly UncertainTile[];
  /** Photos of the flight that were scored. */
  readonly scored: number;
  /** Their confidences, for the check of the stage. */
  readonly scores: GatheredScores;
}

/** Everything that the policy would have biologists asked about, in one pass over the photos of a run. */
export async function findWishes(
  platform: Platform,
  { run, locationSigma }: { readonly run: Run; readonly locationSigma: number },
): Promise<ReviewWishes> {
  const photos: PhotoWishes[] = [];
  const uncertain: UncertainTile[] = [];
  const scores = noScores();
  let scored = 0;
  const terrain = await terrainOf(platform, run);
  for await (const { line, record, score } of resultsOf(platform, run)) {
    if (record?.outcome !== 'tiled') continue;
    const confidences = score === undefined ? undefined : unpackConfidences(score.confidences);
    gatherScores(scores, confidences, record.tiles);
    if (score === undefined || confidences === undefined) continue;
    scored++;
    const choices = chooseReviewTiles(confidences, line, run);
    if (choices.length === 0) continue;
    const tilesFor = (wanted: string) =>
      choices.filter(({ reason }) => reason === wanted).map(({ index }) => index);
    photos.push({ line, audit: tilesFor('audit') });
    const tiles = tilesFor('uncertain');
    if (tiles.length === 0) continue;
    const placeOf = tilePlacer({ run, record, score, locationSigma, terrain });
    for (const tile of tiles) {
      const place = placeOf(tile);
      uncertain.push({ photoId: line.photoId, tile, ...(place === undefined ? {} : { place }) });
    }
  }
  return { photos, uncertain, scored, scores };
}

interface ScoredPhoto {
  readonly run: Run;
  readonly record: TiledPhotoRecord;
  readonly score: ScoreRecord;
  readonly locationSigma: number;
  readonly terrain: Terrain | undefined;
}

/** The place of each tile of a photo. */
function tilePlacer({
  run,
  record,
  score,
  locationSigma,
  terrain,
}: ScoredPhoto): (tile: number) => UncertainPlace | undefined {
  if (record.pose === undefined) return () => undefined;
  const plan = planTiles(run.sheet.tiling, record);
  // A place that may be anywhere in its tile is none the less within half a tile: the reach of a question counts that.
  const located =
    score.locations === undefined
      ? { locations: new Float32Array(2 * plan.cols * plan.rows).fill(0.5), sigmaShare: 0 }
      : { locations: unpackLocations(score.locations), sigmaShare: locationSigma };
  const places = placeTiles(record.pose, plan, located, terrain);
  const tileSizeM = Math.max(plan.tileWidthPx, plan.tileHeightPx) * (record.gsdM ?? 0);
  return (tile) => {
    const [lat, lon, uncertaintyM] = [places.lat[tile]!, places.lon[tile]!, places.uncertaintyM[tile]!];
    return Number.isNaN(lat) ? undefined : { lat, lon, uncertaintyM, tileSizeM };
  };
}
