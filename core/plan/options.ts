import type { BackendName } from './backends.ts';
import type { SurveyOptions } from './survey.ts';

/** Everything that a plan depends on, beside prices and the calibration. */
export interface PlanOptions extends SurveyOptions {
  readonly backend: BackendName;
  /** Share of the worker hours that run on spot capacity, 0..1. SageMaker has none. */
  readonly spotShare: number;
  /** Workers at most. */
  readonly workersMax: number;
  /** Share of the tiles of a flight that go to review though the model is sure of them. */
  readonly auditShare: number;
  /** Share of the photos that these are drawn from. */
  readonly auditPhotoShare: number;
  /** Share of the photos that are cut for tiles that the model is unsure of. */
  readonly uncertainPhotoShare: number;
  /** Queries over the lake in a month. */
  readonly queriesPerMonth: number;
  /** From the place where the cards are read to AWS. */
  readonly uplinkMbitPerS: number;
  /** Months that the storage table shows. */
  readonly months: number;
}

/**
 * A municipality's survey: 20 million photos of a Phantom 4 Pro from 35 m. The review shares are those of the
 * environment `prod`; a test compares them.
 */
export const defaultPlanOptions: PlanOptions = {
  km2: 2000,
  heightM: 35,
  overlap: 0.8,
  sideOverlap: 0.7,
  camera: 'phantom-4-pro',
  tiling: { sizeM: 2.5, overlapM: 0.5 },
  tilePx: 64,
  photosPerFlight: 500,
  extraShare: 0.1,
  backend: 'fargate',
  spotShare: 0.8,
  workersMax: 20,
  auditShare: 0.0001,
  auditPhotoShare: 0.002,
  uncertainPhotoShare: 0.01,
  queriesPerMonth: 500,
  uplinkMbitPerS: 1000,
  months: 12,
};
