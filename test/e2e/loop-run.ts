import path from 'node:path';
import { parseSimulateOptions } from '#cli/simulate/options.ts';
import { simulateFlight } from '#cli/simulate/simulate.ts';
import { type JudgedMaps, judgeMaps } from '#core/simulate/reviewer/judge-maps.ts';
import { readRuns } from '#cli/compare/read-runs.ts';
import type { EvaluateResult } from '#cli/evaluate/evaluate.ts';
import type { RunResult } from '#cli/run/run-flight.ts';
import { openLocalCloud } from '#platform/local/cloud.ts';
import { reviewTiles } from './loop-reviewer.ts';
import { truthOf, writeTileFolder } from './loop-tiles.ts';
import { umbelJson } from './umbel.ts';

/** How large a loop is. */
export interface LoopSize {
  /** Photos of each of the two flights. */
  readonly photos: number;
  readonly rounds: number;
  readonly labelsPerRound: number;
  readonly epochs: number;
  readonly seed: number;
}

/** What `umbel compare --json` prints, as far as it is looked at here. */
export interface PrintedDifference {
  readonly counts: Readonly<Record<string, number>>;
  readonly reasons: Readonly<Record<string, number>>;
  readonly sites: readonly {
    readonly difference: string;
    readonly why: readonly { readonly says: string }[];
  }[];
  readonly files: Readonly<Record<string, string>>;
}

/** What a loop came to. */
export interface LoopResult {
  /** The last model beside the first, on every tile of the held-out flight. */
  readonly tiles: NonNullable<EvaluateResult['comparison']>;
  /** The map of the held-out flight before and after, by the truth. */
  readonly map: JudgedMaps;
  readonly difference: PrintedDifference;
  /** Answers of each round. */
  readonly answers: readonly Readonly<Record<string, number>>[];
  /** Ids of the models that were in production one after the other. */
  readonly models: readonly string[];
}

/** The commands of a loop over one home. */
interface Commands {
  readonly home: string;
  readonly at: (name: string) => string;
  readonly umbel: <Result>(args: readonly string[]) => Promise<Result>;
  readonly makeModel: (
    name: string,
    train: readonly string[],
    promote: readonly string[],
  ) => Promise<MadeModel>;
}

/** A model that was trained and registered, and promoted unless it measured worse than the one in production. */
interface MadeModel {
  /** Its folder. */
  readonly name: string;
  readonly modelId: string;
  readonly isPromoted: boolean;
}

function commandsIn(dir: string, { seed }: LoopSize): Commands {
  const home = path.join(dir, 'home');
  const at = (name: string) => path.join(dir, name);
  const umbel = <Result>(args: readonly string[]) => umbelJson<Result>(args, home);
  const common = ['--batch', '16', '--tiling', 'm:2.5,0.5', '--name', 'loop', '--engine', 'tfjs-wasm'];
  return {
    home,
    at,
    umbel,
    async makeModel(name, train, promote) {
      await umbel(['train', ...train, '--out', at(name), '--seed', String(seed), ...common]);
      const { modelId } = await umbel<{ modelId: string }>(['models', 'register', at(name)]);
      const isPromoted = await umbel(['models', 'promote', modelId, '--by', 'ann', ...promote]).then(
        () => true,
        (error: unknown) => {
          // As a person would: the one in production stays, and the next round goes on from it.
          if (error instanceof Error && error.message.includes('(registry.promotion-refused)')) return false;
          throw error;
        },
      );
      return { name, modelId, isPromoted };
    },
  };
}

/**
 * The loop as people go through it, command by command, on one flight, from a model that learned from sixty tiles; what it
 * is worth is measured on another flight that nobody labels.
 * @param onStep told what begins
 */
export async function runLoop(
  dir: string,
  size: LoopSize,
  onStep: (step: string) => void = () => undefined,
): Promise<LoopResult> {
  const commands = commandsIn(dir, size);
  const { home, at, umbel, makeModel } = commands;
  onStep(`rendering two flights of ${size.photos} photos`);
  await makeFlights(at, size);
  onStep('the first model, and its runs over both flights');
  const start = ['--tiles', at('start'), '--tile-px', '32', '--folds', '2', '--epochs', '30'];
  let inUse = await makeModel('model-0', start, ['--reason', 'the first one']);
  const models = [inUse.modelId];
  const labelled = await umbel<RunResult>(['run', at('labelled')]);
  const heldOut = await umbel<RunResult>(['run', at('held-out')]);
  const answers = [];
  for (let round = 1; round <= size.rounds; round++) {
    onStep(`round ${round} of ${size.rounds}: ${size.labelsPerRound} labels, a model, a new map`);
    const { made, given } = await goRound(commands, labelled.flightId, { round, size, from: inUse.name });
    answers.push(given);
    if (made.isPromoted) {
      inUse = made;
      models.push(made.modelId);
    } else onStep(`round ${round}: its model measured worse than the one in use, which stays`);
    // New confidences to choose by; in the end the map that everything was for.
    await umbel(['rerun', round < size.rounds ? labelled.flightId : heldOut.flightId]);
  }
  if (models.length === 1) throw new Error('no round made a better model: there is nothing to compare');
  onStep('measuring on the flight that nobody labelled');
  const { comparison } = await umbel<EvaluateResult>([
    'evaluate',
    '--model',
    'production',
    '--against',
    models[0]!,
    '--tiles',
    at('yardstick'),
  ]);
  if (comparison === undefined) throw new Error('the models were not compared');
  const difference = await umbel<PrintedDifference>(['compare', heldOut.flightId, '--out', at('difference')]);
  const map = await judged(home, heldOut.flightId, at('held-out'));
  return { tiles: comparison, map, difference, answers, models };
}

/** Labels, a snapshot of them, a model that learns from it, and its promotion. */
async function goRound(
  { home, at, umbel, makeModel }: Commands,
  flightId: string,
  { round, size, from: former }: { readonly round: number; readonly size: LoopSize; readonly from: string },
) {
  const count = String(size.labelsPerRound);
  const chosen = await umbel<{ tiles: { tileId: string }[] }>([
    'candidates',
    flightId,
    '--count',
    count,
    '--ask',
  ]);
  const tileIds = chosen.tiles.map(({ tileId }) => tileId);
  const given = await reviewTiles(home, { dir: at('labelled'), tileIds });
  const { snapshotId } = await umbel<{ snapshotId: string }>([
    'snapshot',
    'create',
    '--flight',
    flightId,
    '--licence',
    'CC0-1.0',
    '--shares',
    '100,0,0',
  ]);
  // Going on from the model in production: what it knows need not be learned again.
  const from = ['--snapshot', snapshotId, '--backbone', at(former)];
  const train = [...from, '--hold-out', '--epochs', String(size.epochs)];
  // Measured beside the one in production: a worse one would be refused.
  const made = await makeModel(`model-${round}`, train, ['--tiles', at('yardstick')]);
  return { made, given };
}

/** A flight to label, one to measure on, and of a third a few tiles to begin with. */
export async function makeFlights(at: (name: string) => string, { photos, seed }: LoopSize): Promise<void> {
  const flight = (name: string, number: number, count: number) =>
    simulateFlight(
      parseSimulateOptions({
        dir: at(name),
        photos: count,
        seed: 100 * seed + number,
        width: 912,
        height: 30,
        overlap: 20,
        sideOverlap: 20,
        gpsSigma: 0.3,
        plantsPerHa: 150,
      }),
      () => undefined,
    );
  await flight('labelled', 1, photos);
  await flight('held-out', 2, photos);
  await flight('first', 3, 3);
  await writeTileFolder(at('first'), at('start'), { hogweed: 20, background: 40 });
  await writeTileFolder(at('held-out'), at('yardstick'));
}

/** The maps of the two runs of a flight, by its truth. */
async function judged(homeDir: string, flightId: string, dir: string): Promise<JudgedMaps> {
  const cloud = await openLocalCloud({ homeDir });
  try {
    const { before, after } = await readRuns(cloud, flightId, {});
    const maps = { before: before.stored.sightings, after: after.stored.sightings };
    return judgeMaps(truthOf(dir), maps);
  } finally {
    await cloud.close();
  }
}
