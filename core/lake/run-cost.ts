import { assumptions } from '../plan/assumptions.ts';
import { functionMb, photoSeconds } from '../plan/lambda-lines.ts';
import { measuredCalibration as measured } from '../plan/measured.ts';
import { priceShares, unitPriceUsd } from '../plan/prices.ts';

export interface RunWork {
  readonly photos: number;
  readonly tiles: number;
  /** Photos that review tiles were cut from. */
  readonly cutPhotos: number;
}

/** Workers: pairs of one vCPU and 2 GB on Fargate spot. */
const workerGb = 2;

/**
 * What the computing of one run costs on AWS, US dollars, at list prices and the measured times of `umbel plan`: functions
 * and workers; storage, transfer and fixed costs are in the plan, not here.
 */
export function runCostUsd({ photos, tiles, cutPhotos }: RunWork): number {
  const stages: readonly (readonly [keyof typeof functionMb, number, number])[] = [
    ['tile-photos', measured.tileS, photos],
    ['align-photos', measured.alignS, photos],
    ['plan-review', measured.planS, photos],
    ['cut-review-tiles', measured.cutS, cutPhotos],
    ['summarise-flight', measured.summariseS, photos],
  ];
  const gbSeconds = stages.reduce(
    (sum, [stage, cpuS, count]) => sum + count * photoSeconds(stage, cpuS) * (functionMb[stage] / 1024),
    0,
  );
  const workerHours =
    (photos * measured.sheetS + tiles * measured.inferTileS) / 3600 / (1 - assumptions.idleShare);
  const workerUsd =
    (unitPriceUsd('fargateVcpuHour') + workerGb * unitPriceUsd('fargateGbHour')) * priceShares.spotFargate;
  return (gbSeconds * unitPriceUsd('lambdaGbS') + workerHours * workerUsd) * (1 + assumptions.repeatShare);
}
