import { assumptions, lambdaVcpus } from './assumptions.ts';
import type { Calibration } from './calibration.ts';
import { type CostLine, costLine, figure } from './cost-lines.ts';
import type { Counts } from './counts.ts';
import { camerasMegapixels } from './megapixels.ts';
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

type Stage = keyof typeof functionMb;

interface Work {
  readonly stage: Stage;
  readonly photos: number;
  readonly cpuS: number;
  /** vCPUs that the function keeps busy; the rest of them is paid for nothing. */
  readonly busyVcpus: number;
}

/** Seconds that one photo keeps a function's vCPUs busy, the waiting included. */
export function photoSeconds(stage: Stage, cpuS: number): number {
  return (cpuS / busyVcpusOf(stage) / assumptions.vcpuSpeed) * (1 + assumptions.waitShare);
}

/** tile-photos works on as many photos at a time as it has vCPUs; the others on one after the other. */
function busyVcpusOf(stage: Stage): number {
  return stage === 'tile-photos' ? lambdaVcpus(functionMb[stage]) : 1;
}

/** CPU seconds of a photo in tile-photos and cut-review-tiles: they go with the photo's pixels. */
export function decodeSeconds(survey: Survey, measuredS: number): number {
  return (measuredS * camerasMegapixels(survey.camera)) / benchMegapixels;
}

const benchMegapixels = 19.96;

/** What Lambda costs in one pass. */
export function lambdaLines(survey: Survey, counts: Counts, calibration: Calibration): CostLine[] {
  const { photos, cutPhotos, flights, tileBatches, cutBatches } = counts;
  const works = [
    work('tile-photos', photos, decodeSeconds(survey, calibration.tileS)),
    work('align-photos', photos, calibration.alignS),
    work('plan-review', photos, calibration.planS),
    work('cut-review-tiles', cutPhotos, decodeSeconds(survey, calibration.cutS)),
    work('summarise-flight', photos, calibration.summariseS),
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

function work(stage: Stage, photos: number, cpuS: number): Work {
  return { stage, photos, cpuS, busyVcpus: busyVcpusOf(stage) };
}

function computeLine({ stage, photos, cpuS, busyVcpus }: Work): CostLine {
  const gb = functionMb[stage] / 1024;
  const repeats = 1 + assumptions.repeatShare;
  return costLine('Lambda', stage, {
    price: 'lambdaGbS',
    quantity: photos * photoSeconds(stage, cpuS) * gb * repeats,
    formula: `${figure(photos)} photos x ${figure(cpuS * 1000)} ms CPU / ${figure(busyVcpus)} vCPU x ${1 + assumptions.waitShare} waiting x ${figure(gb)} GB x ${repeats} repeats`,
  });
}
