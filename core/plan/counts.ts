import { assumptions } from './assumptions.ts';
import type { PlanOptions } from './options.ts';
import type { Survey } from './survey.ts';

/** Photos of a batch of each map, as lib/workflows/flight sets them. */
export const batchPhotos = { tile: 20, score: 100, cut: 5 } as const;

/** How often things happen in one pass of one model over a survey. */
export interface Counts {
  readonly photos: number;
  readonly flights: number;
  readonly tileBatches: number;
  readonly scoreBatches: number;
  readonly cutBatches: number;
  /** Photos that are decoded a second time. */
  readonly cutPhotos: number;
  readonly reviewTiles: number;
  readonly uncertainTiles: number;
  readonly auditTiles: number;
}

/** The counts of a pass. Batches end with their flight, so the last one of each is not full. */
export function countsOf(survey: Survey, options: PlanOptions): Counts {
  const { photos, flights, tilesPerPhoto } = survey;
  const perFlight = photos / flights;
  const batches = (size: number, of = perFlight) => flights * Math.max(of > 0 ? 1 : 0, Math.ceil(of / size));
  const auditPhotos = photos * options.auditPhotoShare;
  const uncertainPhotos = photos * options.uncertainPhotoShare;
  const cutPhotos = auditPhotos + uncertainPhotos;
  const uncertainTiles = uncertainPhotos * assumptions.uncertainTilesPerPhoto;
  const auditTiles = photos * tilesPerPhoto * options.auditShare;
  return {
    photos,
    flights,
    tileBatches: batches(batchPhotos.tile),
    scoreBatches: batches(batchPhotos.score),
    cutBatches: Math.min(cutPhotos, batches(batchPhotos.cut, cutPhotos / flights)),
    cutPhotos,
    reviewTiles: uncertainTiles + auditTiles,
    uncertainTiles,
    auditTiles,
  };
}
