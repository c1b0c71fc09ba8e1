import { availableParallelism } from 'node:os';
import path from 'node:path';
import { benchFlight } from './flights.ts';
import { measureFloor } from './floor-of-flight.ts';
import { measureRun } from './measured-run.ts';
import type { BenchRow } from './table.ts';

/** Photos of the run that is measured against the floor, and of the short and the long one. */
const photos = { measured: 100, short: 50, long: 400 };
/** The main job against its floor: CPU, cores kept busy, embedded services, growth with the flight, memory. */
export async function benchFlights(dir: string): Promise<BenchRow[]> {
  const flight = await benchFlight(dir, photos.measured);
  const home = path.join(dir, 'home');
  const floor = await measureFloor(flight);
  const run = await measureRun(flight, home);
  const short = await measureRun(await benchFlight(dir, photos.short), home);
  const long = await measureRun(await benchFlight(dir, photos.long), home);
  const cores = availableParallelism();
  const cpuPerPhoto = long.totalCpuS / photos.long;
  const cpuWithStart = run.totalCpuS / photos.measured;
  const services = (run.cpuS['dynamodb/process.ts'] ?? 0) / run.totalCpuS;
  const detail = `${ms(cpuPerPhoto)} ms of CPU a photo; floor: full decode and resize ${ms(floor.decodeS)} (shrinking ${ms(floor.shrunkS)}), session ${ms(floor.inferS)}`;
  return [
    {
      name: `flight: CPU per photo / floor, ${photos.long} photos`,
      value: cpuPerPhoto / floor.perPhotoS,
      atMost: 1.6,
      detail,
    },
    {
      name: `flight: the same, ${photos.measured} photos`,
      value: cpuWithStart / floor.perPhotoS,
      detail: `${ms(cpuWithStart)} ms of CPU a photo: the start of a run weighs more`,
    },
    {
      name: `flight: busy share of ${cores} cores`,
      value: run.totalCpuS / (run.wallS * cores),
      atLeast: 0.85,
      detail: `${photos.measured} photos`,
    },
    {
      name: 'flight: decodes per photo while tiling',
      value: run.result.decodes / photos.measured,
      atMost: 1,
      atLeast: 1,
    },
    { name: 'flight: embedded DynamoDB, share of CPU', value: services, atMost: 0.1 },
    {
      name: `flight: time per photo, ${photos.long} / ${photos.short}`,
      value: long.wallS / photos.long / (short.wallS / photos.short),
      atMost: 1.1,
    },
    { name: `flight: memory at ${photos.short} photos, GB`, value: short.peakRssBytes / 1e9, atMost: 1.5 },
    { name: `flight: memory at ${photos.long} photos, GB`, value: long.peakRssBytes / 1e9, atMost: 1.5 },
  ];
}

function ms(seconds: number): string {
  return (seconds * 1000).toFixed(0);
}
