import path from 'node:path';
import { calibrationRow, figuresOf } from '#core/plan/calibration.ts';
import { fitCosts, type MeasuredFlight } from '#core/plan/fit-costs.ts';
import { flightCpu, type StageCosts } from '#core/plan/stage-cost.ts';
import { measureFloor } from './floor-of-flight.ts';
import { measuredFlight, shapeBefore } from './flight-shape.ts';
import { largePhotos, multipliedFlight, type PhotoKind, smallPhotos, tinyPhotos } from './many-photos.ts';
import { measureRun } from './measured-run.ts';
import type { BenchRow } from './table.ts';

interface PlannedFlight {
  readonly name: string;
  readonly kind: PhotoKind;
  readonly photos: number;
  readonly more?: readonly string[];
}

/** Short and long, small photos and large, many tiles and few: four flights for the four parts of a stage's cost. */
const flights: readonly PlannedFlight[] = [
  { name: 'short', kind: smallPhotos, photos: 60 },
  { name: 'long', kind: smallPhotos, photos: 600 },
  { name: 'large', kind: largePhotos, photos: 48 },
  { name: 'coarse', kind: largePhotos, photos: 48, more: ['--tiling', 'm:5,1'] },
];

/** The same four in small, to try the code. */
const tinyFlights: readonly PlannedFlight[] = [
  { name: 'short', kind: tinyPhotos, photos: 4 },
  { name: 'long', kind: tinyPhotos, photos: 40 },
  { name: 'large', kind: tinyPhotos, photos: 12 },
  { name: 'coarse', kind: tinyPhotos, photos: 12, more: ['--tiling', 'm:5,1'] },
];

export interface CalibratedMachine extends StageCosts {
  /** How well the flights themselves are explained. */
  readonly flights: readonly { readonly name: string; readonly ratio: number; readonly cpuS: number }[];
}

/** Measures what each stage costs on this machine: `umbel plan --calibration` reads the figures. */
export async function benchCalibration(dir: string, tiny: boolean): Promise<BenchRow[]> {
  const calibrated = await calibrate(dir, tiny);
  return [
    {
      name: calibrationRow,
      value: calibrated.inferTileS * 1e6,
      detail: 'microseconds of the engine for a tile',
      figures: figuresOf(calibrated),
    },
    ...calibrated.flights.map(({ name, ratio, cpuS }): BenchRow => ({
      name: `calibrate: explained / measured, ${name}`,
      value: ratio,
      atLeast: 0.9,
      atMost: 1.1,
      detail: `${cpuS.toFixed(1)} s of CPU`,
    })),
    await unseenFlight(dir, calibrated, tiny),
  ];
}

/** A flight that the fit has not seen: what was planned before it, over what it used. */
async function unseenFlight(dir: string, costs: StageCosts, tiny: boolean): Promise<BenchRow> {
  const home = path.join(dir, 'home');
  const [kind, photos] = tiny ? [tinyPhotos, 20] : [largePhotos, 100];
  const flight = await multipliedFlight(dir, kind, photos);
  const run = await measureRun(flight, home);
  const { shape } = await measuredFlight(run, flight, home);
  const planned = flightCpu(shapeBefore(shape), costs);
  return {
    name: `calibrate: CPU planned / used, ${photos} photos`,
    value: planned.totalS / run.totalCpuS,
    atLeast: 0.8,
    atMost: 1.2,
    detail: `${planned.totalS.toFixed(1)} and ${run.totalCpuS.toFixed(1)} s, ${shape.megapixels.toFixed(1)} megapixels each`,
  };
}

/** Flies the four flights and finds the costs that explain them. */
export async function calibrate(dir: string, tiny = false): Promise<CalibratedMachine> {
  const home = path.join(dir, 'home');
  const measured: { readonly name: string; readonly flown: MeasuredFlight }[] = [];
  for (const { name, kind, photos, more } of tiny ? tinyFlights : flights) {
    const flight = await multipliedFlight(dir, kind, photos);
    const run = await measureRun(flight, home, more);
    measured.push({ name, flown: await measuredFlight(run, flight, home) });
  }
  const [kind, photos] = tiny ? [tinyPhotos, 12] : [largePhotos, 48];
  const { inferS } = await measureFloor(await multipliedFlight(dir, kind, photos));
  const finest = measured.reduce((a, b) => (b.flown.shape.tiles > a.flown.shape.tiles ? b : a));
  const fitted = fitCosts(
    measured.map(({ flown }) => flown),
    inferS / finest.flown.shape.tiles,
  );
  return {
    ...fitted,
    flights: measured.map(({ name, flown: { shape, stagesCpuS } }) => {
      const cpuS = Object.values(stagesCpuS).reduce((sum, each) => sum + each, 0);
      return { name, cpuS, ratio: flightCpu(shape, fitted).totalS / cpuS };
    }),
  };
}
