import { assumptions } from './assumptions.ts';
import type { Calibration } from './calibration.ts';
import { priceShares, unitPriceUsd, type PriceId } from './prices.ts';
import { photoCpuS } from './stage-cost.ts';
import type { Survey } from './survey.ts';

export const backendNames = ['fargate', 'ecs-gpu', 'sagemaker'] as const;
export type BackendName = (typeof backendNames)[number];

/** One worker of a backend. */
export interface Worker {
  readonly title: string;
  readonly vcpus: number;
  readonly memoryGb: number;
  /** Tiles of 64 px a second over those of one core; undefined: the cores score too. */
  readonly gpuPerCore?: number;
  readonly hour: readonly { readonly price: PriceId; readonly quantity: number }[];
  /** Price on spot capacity, share of the full price; 1 = there is none. */
  readonly spotPriceShare: number;
  /** Fee on top, share of the full price, on spot too. */
  readonly feeShare: number;
  /** Seconds from the decision to start one until it takes messages. */
  readonly startS: number;
}

/** The workers as lib/environments.ts configures them. */
export const workers: Readonly<Record<BackendName, Worker>> = {
  fargate: {
    title: 'Fargate, 4 vCPU, 8 GB, arm64',
    vcpus: 4,
    memoryGb: 8,
    hour: [
      { price: 'fargateVcpuHour', quantity: 4 },
      { price: 'fargateGbHour', quantity: 8 },
    ],
    spotPriceShare: priceShares.spotFargate,
    feeShare: 0,
    startS: 60,
  },
  'ecs-gpu': {
    title: 'ECS Managed Instances, g4dn.xlarge (T4, 4 vCPU, 16 GB)',
    vcpus: 4,
    memoryGb: 16,
    gpuPerCore: assumptions.gpuPerCore,
    hour: [{ price: 'g4dnXlargeHour', quantity: 1 }],
    spotPriceShare: priceShares.spotEc2,
    feeShare: priceShares.managedInstances,
    startS: 180,
  },
  sagemaker: {
    title: 'SageMaker asynchronous endpoint, ml.g4dn.xlarge',
    vcpus: 4,
    memoryGb: 16,
    gpuPerCore: assumptions.gpuPerCore,
    hour: [{ price: 'sagemakerG4dnHour', quantity: 1 }],
    spotPriceShare: 1,
    feeShare: 0,
    startS: 300,
  },
};

/** Speed and price of one worker on one survey. */
export interface WorkerRate {
  readonly photosPerS: number;
  /** What the worker waits for. */
  readonly bound: 'CPU' | 'GPU';
  readonly usdPerHour: number;
  /** The price in words. */
  readonly priceFormula: string;
  readonly rateFormula: string;
}

/**
 * What one worker does and costs. CPU workers decode sheets and score on the same cores; beside a GPU the cores decode
 * while it scores, and the slower of the two decides.
 */
export function workerRate(
  name: BackendName,
  survey: Survey,
  { calibration, spotShare }: { calibration: Calibration; spotShare: number },
): WorkerRate {
  const worker = workers[name];
  const inferS = survey.modelTiles * calibration.inferTileS;
  const sheetS = photoCpuS(calibration.stages.score, { ...survey, tiles: survey.modelTiles });
  const cores = worker.vcpus * assumptions.vcpuSpeed;
  const { gpuPerCore } = worker;
  const cpuRate = cores / (gpuPerCore === undefined ? sheetS + inferS : sheetS);
  const gpuRate = gpuPerCore === undefined ? Number.POSITIVE_INFINITY : gpuPerCore / inferS;
  const cpuWork = gpuPerCore === undefined ? `(${ms(sheetS)} + ${ms(inferS)})` : ms(sheetS);
  return {
    photosPerS: Math.min(cpuRate, gpuRate),
    bound: gpuRate < cpuRate ? 'GPU' : 'CPU',
    ...priceOf(worker, spotShare),
    rateFormula:
      gpuRate < cpuRate
        ? `GPU: ${worker.gpuPerCore ?? 1} x one core / ${ms(inferS)} of scoring`
        : `CPU: ${worker.vcpus} vCPU / ${cpuWork} a photo`,
  };
}

function priceOf(worker: Worker, spotShare: number): Pick<WorkerRate, 'usdPerHour' | 'priceFormula'> {
  const full = worker.hour.reduce((sum, { price, quantity }) => sum + quantity * unitPriceUsd(price), 0);
  const { spotPriceShare, feeShare } = worker;
  const usdPerHour = full * (spotShare * spotPriceShare + (1 - spotShare) + feeShare);
  const spot =
    spotPriceShare === 1 ? '1' : `(${spotShare} spot x ${spotPriceShare} + ${round(1 - spotShare)}`;
  const fee = feeShare === 0 ? '' : ` + ${feeShare} fee`;
  const priceFormula = `${full.toFixed(4)} x ${spot}${fee}${spotPriceShare === 1 ? '' : ')'}`;
  return { usdPerHour, priceFormula };
}

function ms(seconds: number): string {
  return `${(seconds * 1000).toFixed(1)} ms`;
}

function round(share: number): number {
  return Math.round(share * 1000) / 1000;
}
