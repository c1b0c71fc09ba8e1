import { assumptions, lambdaVcpus } from './assumptions.ts';
import type { Calibration } from './calibration.ts';
import { type CostLine, costLine, figure } from './cost-lines.ts';
import type { Counts } from './counts.ts';
import { photoCpuS } from './stage-cost.ts';
import type { Survey } from './survey.ts';

/** Memory of the functions, MB, as lib/functions sets it; a test compares them. */
export const functionMb = {
  'tile-photos': 3008,
  'align-photos': 1769,
  'plan-review': 1769,
  'cut-review-tiles': 3008,
  'summarise-flight': 3008,
} as const;

/** Functions that are called once in a flight. */
const callsPerFlight = ['start-flight', 'open-flight', 'align-photos', 'plan-review', 'summarise-flight'];

export type PlannedFunction = keyof typeof functionMb;

/** What the calibration calls the work of each function. */
const costStageOf = {
  'tile-photos': 'tile',
  'align-photos': 'align',
  'plan-review': 'plan',
  'cut-review-tiles': 'cut',
  'summarise-flight': 'summarise',
} as const;

interface Work {
  readonly stage: PlannedFunction;
  readonly photos: number;
  /** Of a photo. */
  readonly cpuS: number;
  /** Calls that go over a whole flight have a cost of their own; a map's calls are many, its start is spread over them. */
  readonly runs: number;
  readonly runS: number;
  /** vCPUs that the function keeps busy; the rest of them is paid for nothing. */
  readonly busyVcpus: number;
}

/** Seconds that so much CPU takes in a function, the waiting included. */
export function photoSeconds(stage: PlannedFunction, cpuS: number): number {
  return (cpuS / busyVcpusOf(stage) / assumptions.vcpuSpeed) * (1 + assumptions.waitShare);
}

/** tile-photos works on as many photos at a time as it has vCPUs; the others on one after the other. */
function busyVcpusOf(stage: PlannedFunction): number {
  return stage === 'tile-photos' ? lambdaVcpus(functionMb[stage]) : 1;
}

/** CPU seconds of one photo of a survey in a function. */
export function functionPhotoS(
  stage: PlannedFunction,
  { survey, counts, calibration }: { survey: Survey; counts: Counts; calibration: Calibration },
): number {
  const cost = calibration.stages[costStageOf[stage]];
  const reviewTiles = counts.cutPhotos === 0 ? 0 : counts.reviewTiles / counts.cutPhotos;
  const tiles = stage === 'cut-review-tiles' ? reviewTiles : survey.modelTiles;
  return photoCpuS(cost, { megapixels: survey.megapixels, tiles });
}

/** CPU seconds that a function needs once in a flight, however many photos it has. */
export function functionRunS(stage: PlannedFunction, { stages }: Calibration): number {
  return stages[costStageOf[stage]].runS;
}

/** What Lambda costs in one pass. */
export function lambdaLines(survey: Survey, counts: Counts, calibration: Calibration): CostLine[] {
  const { photos, cutPhotos, flights, tileBatches, cutBatches } = counts;
  const work = (stage: PlannedFunction, of: { photos: number; runs: number }): Work => ({
    stage,
    ...of,
    cpuS: functionPhotoS(stage, { survey, counts, calibration }),
    runS: functionRunS(stage, calibration),
    busyVcpus: busyVcpusOf(stage),
  });
  const works = [
    work('tile-photos', { photos, runs: 0 }),
    work('align-photos', { photos, runs: flights }),
    work('plan-review', { photos, runs: flights }),
    work('cut-review-tiles', { photos: cutPhotos, runs: 0 }),
    work('summarise-flight', { photos, runs: flights }),
  ];
  const calls = flights * callsPerFlight.length + tileBatches + cutBatches;
  return [
    ...works.map(computeLine),
    costLine('Lambda', 'requests', {
      price: 'lambdaRequest',
      quantity: calls * (1 + assumptions.repeatShare),
      formula: `(${figure(tileBatches)} + ${figure(cutBatches)} batches + ${callsPerFlight.length} x ${figure(flights)} flights) x ${1 + assumptions.repeatShare} repeats`,
    }),
  ];
}

function computeLine({ stage, photos, cpuS, runs, runS, busyVcpus }: Work): CostLine {
  const gb = functionMb[stage] / 1024;
  const repeats = 1 + assumptions.repeatShare;
  const perPhoto = `${figure(photos)} photos x ${figure(cpuS * 1000)} ms`;
  const cpu = runs === 0 ? perPhoto : `(${perPhoto} + ${figure(runs)} flights x ${figure(runS * 1000)} ms)`;
  return costLine('Lambda', stage, {
    price: 'lambdaGbS',
    quantity: photoSeconds(stage, photos * cpuS + runs * runS) * gb * repeats,
    formula: `${cpu} CPU / ${figure(busyVcpus)} vCPU x ${1 + assumptions.waitShare} waiting x ${figure(gb)} GB x ${repeats} repeats`,
  });
}
