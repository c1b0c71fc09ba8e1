import type { Calibration } from './calibration.ts';
import type { PlanOptions } from './options.ts';
import { makePlan } from './plan.ts';
import type { StageCost } from './stage-cost.ts';

/** What becomes of a plan when one thing changes. */
export interface SensitivityRow {
  readonly change: string;
  readonly photos: number;
  readonly passUsd: number;
  readonly workersUsd: number;
  readonly storageYearUsd: number;
  readonly firstYearUsd: number;
  readonly reviewHours: number;
}

type Change = readonly [name: string, change: (options: PlanOptions) => Partial<PlanOptions>];

const changes: readonly Change[] = [
  ['as planned', () => ({})],
  ['backend fargate', () => ({ backend: 'fargate' })],
  ['backend ecs-gpu', () => ({ backend: 'ecs-gpu' })],
  ['backend sagemaker', () => ({ backend: 'sagemaker' })],
  ['no spot capacity', () => ({ spotShare: 0 })],
  ['height + 25 %', ({ heightM }) => ({ heightM: heightM * 1.25 })],
  ['side overlap 60 %', () => ({ sideOverlap: 0.6 })],
  ['tiling grid:2x2 at 224 px', () => ({ tiling: { grid: [2, 2] }, tilePx: 224 })],
  ['tiling px:512,64 at 224 px', () => ({ tiling: { sizePx: 512, overlapPx: 64 }, tilePx: 224 })],
  ['audit of 1 % of the tiles', () => ({ auditShare: 0.01, auditPhotoShare: 0.1 })],
  ['flights of 100 photos', () => ({ photosPerFlight: 100 })],
];

/** The plan with one thing changed at a time; first the plan itself. */
export function sensitivity(options: PlanOptions, calibration: Calibration): SensitivityRow[] {
  const rows = changes.map(([change, apply]) => row(change, { ...options, ...apply(options) }, calibration));
  const { stages } = calibration;
  const slower = {
    ...calibration,
    stages: { ...stages, tile: twice(stages.tile), score: twice(stages.score), cut: twice(stages.cut) },
  };
  return [
    ...rows,
    row('decoding twice as slow', options, slower),
    row('model ten times as large', options, { ...calibration, inferTileS: calibration.inferTileS * 10 }),
  ];
}

/** Reading pictures takes twice the time. */
function twice(cost: StageCost): StageCost {
  return { ...cost, megapixelS: cost.megapixelS * 2, tileS: cost.tileS * 2 };
}

function row(change: string, options: PlanOptions, calibration: Calibration): SensitivityRow {
  const { survey, totals } = makePlan(options, calibration);
  const { passUsd, workersUsd, storageYearUsd, firstYearUsd, reviewHours } = totals;
  return { change, photos: survey.photos, passUsd, workersUsd, storageYearUsd, firstYearUsd, reviewHours };
}
