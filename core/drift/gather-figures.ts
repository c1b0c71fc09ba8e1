import type { PhotoRow } from '../export/photos-csv.ts';
import type { TileRow } from '../export/tiles-csv.ts';
import type { PhotoLine, Run } from '../flight/run.ts';
import { momentsOf } from './cell-moments.ts';
import { bins } from './confidence-bins.ts';
import type { FlightFigures } from './flight-figures.ts';
import { countByGround } from './ground-cells.ts';
import { medianOf } from './input-shift.ts';

/** Gathers the figures of a run while its photos pass. */
export interface FigureGatherer {
  /** The tiles of one photo. */
  add(tiles: readonly TileRow[]): void;
  /** The figures; undefined where no tile was scored. */
  figures(about: FlightAbout): FlightFigures | undefined;
}

export interface FlightAbout {
  readonly run: Run;
  readonly surveyDate: string;
  readonly simulated: boolean;
  readonly lines: readonly PhotoLine[];
  readonly photos: readonly PhotoRow[];
}

/** A gatherer of nothing yet. */
export function gatherFigures(): FigureGatherer {
  const ground = countByGround();
  const asked = new Map<string, number>();
  const bands = { certain: 0, probable: 0, possible: 0 };
  let unsure = 0;
  return {
    add(tiles) {
      const scored = tiles.filter(isScored);
      const [first] = scored;
      if (first === undefined) return;
      ground.add(scored);
      asked.set(first.photoId, scored.filter(({ review }) => review === 'audit').length);
      for (const { band, confidence } of scored) {
        if (band !== undefined) bands[band]++;
        if (confidence >= 0.2 && confidence < 0.8) unsure++;
      }
    },
    figures(about) {
      const { run } = about;
      if (run.modelId === null || asked.size === 0) return undefined;
      const cells = ground.cells();
      const histogram = Array.from({ length: bins }, (_, bin) =>
        cells.reduce((sum, counts) => sum + counts[bin]!, 0),
      );
      const tiles = histogram.reduce((sum, count) => sum + count, 0);
      return {
        schema: 'umbel.drift-figures/1',
        flightId: run.flightId,
        runId: run.runId,
        modelId: run.modelId,
        surveyDate: about.surveyDate,
        simulated: about.simulated,
        photos: asked.size,
        tiles,
        histogram,
        cells: momentsOf(cells),
        unsureShare: unsure / tiles,
        bandShares: {
          certain: bands.certain / tiles,
          probable: bands.probable / tiles,
          possible: bands.possible / tiles,
        },
        ...spreads(about.photos),
        audit: auditOf(run, about.lines, asked),
      };
    },
  };
}

function isScored(tile: TileRow): tile is TileRow & { readonly confidence: number } {
  return tile.confidence !== undefined;
}

function spreads(photos: readonly PhotoRow[]): Pick<FlightFigures, 'brightness' | 'sharpness' | 'gsdM'> {
  const spread = (of: (photo: PhotoRow) => number | undefined) => {
    const values = photos.flatMap((photo) => of(photo) ?? []);
    return values.length === 0 ? undefined : { median: medianOf(values), photos: values.length };
  };
  const [brightness, sharpness, gsdM] = [
    spread((photo) => photo.brightness),
    spread((photo) => photo.sharpness),
    spread((photo) => photo.gsdM),
  ];
  return {
    ...(brightness === undefined ? {} : { brightness }),
    ...(sharpness === undefined ? {} : { sharpness }),
    ...(gsdM === undefined ? {} : { gsdM }),
  };
}

function auditOf(
  run: Run,
  lines: readonly PhotoLine[],
  asked: ReadonlyMap<string, number>,
): FlightFigures['audit'] {
  const { auditShare, auditPhotoShare } = run.review;
  return {
    threshold: run.threshold,
    tileShare: auditPhotoShare > 0 ? Math.min(1, auditShare / auditPhotoShare) : 0,
    drawn: lines
      .filter(({ audit, photoId }) => audit && asked.has(photoId))
      .map(({ photoId }) => ({ photoId, asked: asked.get(photoId) ?? 0 })),
  };
}
