import path from 'node:path';
import { flightCpu } from '#core/plan/stage-cost.ts';
import { calibrate } from './calibrate-bench.ts';
import { measuredFlight, shapeBefore } from './flight-shape.ts';
import { multipliedFlight, smallPhotos, tinyPhotos } from './many-photos.ts';
import { type MeasuredRun, measureRun } from './measured-run.ts';
import type { BenchRow } from './table.ts';

/** A flight of 10,000 photos through the embedded cloud: memory, CPU, nothing lost, and what the planner said before. */
export async function benchLoad(dir: string, tiny: boolean): Promise<BenchRow[]> {
  const home = path.join(dir, 'home');
  const costs = await calibrate(dir, tiny);
  const photos = tiny ? { few: 10, many: 30 } : { few: 1000, many: 10_000 };
  const kind = tiny ? tinyPhotos : smallPhotos;
  const [fewText, manyText] = [photos.few, photos.many].map((count) => count.toLocaleString('en-GB'));
  const few = await measureRun(await multipliedFlight(dir, kind, photos.few), home);
  const flight = await multipliedFlight(dir, kind, photos.many);
  const many = await measureRun(flight, home);
  const { shape } = await measuredFlight(many, flight, home);
  const planned = flightCpu(shapeBefore(shape), costs);
  return [
    {
      name: `load: photos scored of ${manyText}`,
      value: many.result.photos.scored,
      atLeast: photos.many,
      atMost: photos.many,
    },
    {
      name: `load: sightings of a photo, ${manyText} / ${fewText}`,
      value: many.result.sightings / photos.many / (few.result.sightings / photos.few),
      atLeast: 0.9,
      atMost: 1.1,
      detail: `${many.result.sightings} sightings`,
    },
    {
      name: `load: highest memory, ${manyText} / ${fewText}`,
      value: many.peakRssBytes / few.peakRssBytes,
      // Ten times the photos: what the results hold of each, 30 kB, is in memory when they are written.
      atMost: 1.4,
      detail: `${mega(many)} and ${mega(few)} MB, all processes together`,
    },
    {
      name: `load: CPU of a photo, ${manyText} / ${fewText}`,
      value: many.totalCpuS / photos.many / (few.totalCpuS / photos.few),
      atMost: 1.15,
      detail: stagesText(many),
    },
    {
      name: `load: CPU planned / used, ${manyText} photos`,
      value: planned.totalS / many.totalCpuS,
      atLeast: 0.8,
      atMost: 1.2,
      detail: `${planned.totalS.toFixed(0)} and ${many.totalCpuS.toFixed(0)} s`,
    },
  ];
}

function mega({ peakRssBytes }: MeasuredRun): string {
  return (peakRssBytes / 1e6).toFixed(0);
}

function stagesText({ stagesCpuS }: MeasuredRun): string {
  const stages = Object.entries(stagesCpuS).filter(([, cpuS]) => cpuS >= 1);
  return stages.map(([stage, cpuS]) => `${stage} ${cpuS.toFixed(0)} s`).join(', ');
}
