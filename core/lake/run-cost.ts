import { assumptions } from '../plan/assumptions.ts';
import { functionMb, photoSeconds } from '../plan/lambda-lines.ts';
import { measuredCalibration } from '../plan/measured.ts';
import { priceShares, unitPriceUsd } from '../plan/prices.ts';
import type { StageCost } from '../plan/stage-cost.ts';

export interface RunWork {
  readonly photos: number;
  readonly tiles: number;
  /** Photos that review tiles were cut from. */
  readonly cutPhotos: number;
  readonly reviewTiles: number;
}

/** Of a photo; a run does not keep the sizes of its photos, and most survey cameras have 20. */
const megapixels = 20;

/** Workers: pairs of one vCPU and 2 GB on Fargate spot. */
const workerGb = 2;

/**
 * What the computing of one run costs on AWS, US dollars, at list prices and the measured times of `umbel plan`: functions
 * and workers; storage, transfer and fixed costs are in the plan, not here.
 */
export function runCostUsd({ photos, tiles, cutPhotos, reviewTiles }: RunWork): number {
  const { stages, inferTileS } = measuredCalibration;
  const cpuS = ({ photoS, megapixelS, tileS }: StageCost, of = photos, ofTiles = tiles) =>
    of * (photoS + megapixelS * megapixels) + ofTiles * tileS;
  // What a function spends once in a run is a hundredth of a cent.
  const functions: readonly (readonly [keyof typeof functionMb, number])[] = [
    ['tile-photos', cpuS(stages.tile)],
    ['align-photos', cpuS(stages.align)],
    ['plan-review', cpuS(stages.plan)],
    ['cut-review-tiles', cpuS(stages.cut, cutPhotos, reviewTiles)],
    ['summarise-flight', cpuS(stages.summarise)],
  ];
  const gbSeconds = functions.reduce(
    (sum, [stage, seconds]) => sum + photoSeconds(stage, seconds) * (functionMb[stage] / 1024),
    0,
  );
  const workerHours = (cpuS(stages.score) + tiles * inferTileS) / 3600 / (1 - assumptions.idleShare);
  const workerUsd =
    (unitPriceUsd('fargateVcpuHour') + workerGb * unitPriceUsd('fargateGbHour')) * priceShares.spotFargate;
  return (gbSeconds * unitPriceUsd('lambdaGbS') + workerHours * workerUsd) * (1 + assumptions.repeatShare);
}
