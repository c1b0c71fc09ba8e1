import { spawn } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { shippedModelDir } from '#cli/run/shipped-model.ts';
import type { RunResult } from '#cli/run/run-flight.ts';
import { benchFlight } from './flights.ts';
import { endedChildrenCpuS, type TreeUsage, watchTree } from './process-tree.ts';
import type { BenchRow } from './table.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

interface Totals {
  readonly photos: number;
  readonly decodeS: number;
  readonly shrunkS: number;
  readonly inferS: number;
}

/** CPU seconds of one photo. */
interface Floor extends Omit<Totals, 'photos'> {
  readonly perPhotoS: number;
}

interface MeasuredRun extends TreeUsage {
  readonly result: RunResult;
  readonly wallS: number;
  readonly totalCpuS: number;
}

/** Photos of the run that is measured against the floor, and of the short and the long one. */
const photos = { measured: 100, short: 50, long: 400 };
/** Photos that the floor is measured on: the same ones as in the run. */
const floorPhotos = 24;

/** The main job against its floor: CPU, cores kept busy, embedded services, growth with the flight, memory. */
export async function benchFlights(dir: string): Promise<BenchRow[]> {
  const flight = await benchFlight(dir, photos.measured);
  const floor = await measureFloor(flight);
  const run = await measureRun(flight, dir);
  const short = await measureRun(await benchFlight(dir, photos.short), dir);
  const long = await measureRun(await benchFlight(dir, photos.long), dir);
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
      figures: figuresOf(long, floor),
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

/** CPU of a photo by stage in milliseconds: the stages keep all cores busy, so their wall time shares out the CPU. */
function figuresOf({ result, totalCpuS }: MeasuredRun, { inferS }: Floor): Record<string, number> {
  const wallMs = Object.values(result.stagesMs).reduce((sum, each) => sum + each, 0);
  const cpuMs = (stage: string) =>
    ((result.stagesMs[stage] ?? 0) / wallMs) * ((totalCpuS * 1000) / result.photos.read);
  return {
    photos: result.photos.read,
    tilesPerPhoto: result.tiles / result.photos.read,
    inferMs: inferS * 1000,
    tileMs: cpuMs('TilePhotos'),
    alignMs: cpuMs('AlignPhotos'),
    scoreMs: cpuMs('ScorePhotos'),
    planMs: cpuMs('PlanReview'),
    cutMs: cpuMs('CutReviewTiles'),
    summariseMs: cpuMs('SummariseFlight'),
    reviewTiles: result.review,
  };
}

async function measureFloor(flight: string): Promise<Floor> {
  const names = readdirSync(flight).slice(0, floorPhotos);
  const files = names.map((name) => path.join(flight, name));
  const { stdout } = await execute([path.join(repository, 'test/bench/floor.ts'), shippedModelDir, ...files]);
  const total = JSON.parse(stdout) as Totals;
  const decodeS = total.decodeS / total.photos;
  const inferS = total.inferS / total.photos;
  return { perPhotoS: decodeS + inferS, decodeS, inferS, shrunkS: total.shrunkS / total.photos };
}

async function measureRun(flight: string, dir: string): Promise<MeasuredRun> {
  const home = path.join(dir, 'home');
  rmSync(home, { recursive: true, force: true });
  const cpuBefore = endedChildrenCpuS();
  const startMs = performance.now();
  const { stdout, usage } = await execute(
    [path.join(repository, 'bin/umbel.ts'), 'run', flight, '--json'],
    home,
  );
  const wallS = (performance.now() - startMs) / 1000;
  const result = JSON.parse(stdout) as RunResult;
  process.stderr.write(`${flight}: ${wallS.toFixed(1)} s ${JSON.stringify(result.stagesMs)}\n`);
  return { ...usage, result, wallS, totalCpuS: endedChildrenCpuS() - cpuBefore };
}

function execute(args: readonly string[], home = ''): Promise<{ stdout: string; usage: TreeUsage }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, UMBEL_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const tree = watchTree(child.pid!);
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.on('error', reject);
    child.on('close', (code) => {
      const usage = tree.stop();
      if (code === 0) resolve({ stdout, usage });
      else reject(new Error(`${args.join(' ')} ended with ${code}`));
    });
  });
}

function ms(seconds: number): string {
  return (seconds * 1000).toFixed(0);
}
