import { type PhotoRow, photosCsvHeader, photoCsvRow } from '#core/export/photos-csv.ts';
import { tileCsvRow, tilesCsvHeader, type TileRow } from '#core/export/tiles-csv.ts';
import type { Run } from '#core/flight/run.ts';
import { countConfidences, emptyHistogram, type Histogram } from '#core/report/histogram.ts';
import type { ReportPhoto } from '#core/report/report-data.ts';
import type { Band } from '#core/review/band.ts';
import type { Detection } from '#core/sighting/detection.ts';
import type { Platform } from '#platform/platform.ts';
import { terrainOf } from '../flight-terrain.ts';
import { type PhotoResults, resultsOf } from '../photo-results.ts';
import { readReviewList } from '../review-list.ts';
import { outcomeOf } from './photo-outcome.ts';
import { topList, type TopList } from './top-list.ts';

/** A tile that may be shown in the report, with the photo record that its picture comes from. */
export interface ShownTile {
  readonly tile: TileRow & { readonly confidence: number };
  readonly results: PhotoResults;
}

/** What one pass over the photos of a run gathers; the tiles themselves only pass through. */
export interface Gathered {
  readonly rows: PhotoRow[];
  readonly detections: Detection[];
  readonly photos: ReportPhoto[];
  readonly bands: Record<Band, number>;
  histogram: Histogram;
  tiles: number;
  review: number;
  decodes: number;
  engine: string | null;
  /** Surest tile of each photo, best first. */
  readonly best: TopList<ShownTile>;
  /** Of the tiles that wait for review, the one of each photo that is nearest to a coin toss, least certain first. */
  readonly uncertain: TopList<ShownTile>;
}

/** More than the report shows: of several tiles with the same plant it shows one. */
const keptTiles = 100;
const reportBins = 50;

/** Nothing gathered yet. */
export function emptyGathering(): Gathered {
  return {
    rows: [],
    detections: [],
    photos: [],
    bands: { certain: 0, probable: 0, possible: 0 },
    histogram: emptyHistogram(reportBins),
    tiles: 0,
    review: 0,
    decodes: 0,
    engine: null,
    best: topList(keptTiles),
    uncertain: topList(keptTiles),
  };
}

export interface TilesPass {
  readonly run: Run;
  readonly locationSigma: number;
  /** What is seen on the way goes here. */
  readonly gathered: Gathered;
  /** Called with the tiles of each photo, before the next photo. */
  readonly onTiles: (tiles: readonly TileRow[]) => Promise<void>;
}

/** The text of tiles.csv, photo by photo; what it sees on the way goes to `gathered`. */
export async function* tilesCsv(
  platform: Platform,
  { run, locationSigma, gathered, onTiles }: TilesPass,
): AsyncGenerator<string> {
  const asked = await readReviewList(platform, run);
  const terrain = await terrainOf(platform, run);
  yield tilesCsvHeader;
  for await (const results of resultsOf(platform, run)) {
    const review = asked.get(results.line.photoId);
    const outcome = outcomeOf(results, { run, locationSigma, review, terrain });
    gathered.rows.push(outcome.row);
    gathered.detections.push(...outcome.detections);
    gathered.decodes += results.record?.decodes ?? 0;
    gathered.engine ??= results.score?.engine ?? null;
    if (results.record?.outcome === 'tiled' && results.record.footprint !== undefined) {
      gathered.photos.push({
        photoId: results.record.photoId,
        name: results.record.name,
        footprint: results.record.footprint,
      });
    }
    gatherTiles(outcome.tiles, results, gathered);
    await onTiles(outcome.tiles);
    if (outcome.tiles.length > 0) yield outcome.tiles.map(tileCsvRow).join('');
  }
}

/** The text of photos.csv: rows in the order of names. */
export function photosCsv(rows: readonly PhotoRow[]): string {
  const sorted = rows.toSorted((a, b) => (a.photo < b.photo ? -1 : 1));
  return photosCsvHeader + sorted.map(photoCsvRow).join('');
}

function gatherTiles(tiles: readonly TileRow[], results: PhotoResults, gathered: Gathered): void {
  gathered.tiles += tiles.length;
  const scored = tiles.filter(hasConfidence);
  for (const { band, review } of tiles) {
    if (band !== undefined) gathered.bands[band]++;
    if (review !== undefined) gathered.review++;
  }
  if (scored.length === 0) return;
  gathered.histogram = countConfidences(
    gathered.histogram,
    scored.map(({ confidence }) => confidence),
  );
  const best = scored.reduce((a, b) => (b.confidence > a.confidence ? b : a));
  // One tile of each photo: overlapping photos would fill the sheet with views of the same plant.
  if (best.band !== undefined) gathered.best.offer({ tile: best, results }, best.confidence);
  const asked = scored.filter(({ review }) => review === 'uncertain');
  if (asked.length === 0) return;
  const leastSure = asked.reduce((a, b) => (doubt(b) > doubt(a) ? b : a));
  gathered.uncertain.offer({ tile: leastSure, results }, doubt(leastSure));
}

/** 0 for a coin toss, lower the surer the model is. */
function doubt({ confidence }: { confidence: number }): number {
  return -Math.abs(confidence - 0.5);
}

function hasConfidence(tile: TileRow): tile is TileRow & { readonly confidence: number } {
  return tile.confidence !== undefined;
}
