import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseSimulateOptions } from '#cli/simulate/options.ts';
import { simulateFlight } from '#cli/simulate/simulate.ts';
import { tileMetrics } from '#core/model/evaluate/metrics.ts';
import { chooseCandidates, drawCandidates } from '#core/review/candidates.ts';
import { createRandom } from '#core/simulate/random.ts';
import { temporaryFolder } from '../platform/temporary-folder.ts';
import { learnLogistic, standardise } from './logistic.ts';
import { type KnownTile, knownTiles } from './loop-tiles.ts';

const dir = temporaryFolder();
/** Seeds of the ground that is learned from, and last of the ground that is held out. */
const flights = [21, 22, 23];
const seeds = Array.from({ length: 10 }, (_, i) => i + 1);
/** Labels that a first model has, and those of each of two rounds. */
const [first, perRound, rounds] = [60, 60, 2];

let pool: KnownTile[] = [];
let heldOut: KnownTile[] = [];
beforeAll(async () => {
  const made = [];
  for (const seed of flights) {
    const folder = path.join(dir, String(seed));
    // Hardly any overlap: other ground in every photo.
    const options = { dir: folder, seed, photos: 6, width: 912, height: 30, overlap: 5, sideOverlap: 5 };
    await simulateFlight(parseSimulateOptions(options), () => undefined);
    made.push(await knownTiles(folder));
  }
  heldOut = made.pop() ?? [];
  pool = made.flat();
  const looks = pool.map(({ look }) => look);
  const scaled = (tiles: KnownTile[]) =>
    standardise(
      tiles.map(({ look }) => look),
      looks,
    ).map((look, i) => ({ ...tiles[i]!, look }));
  [heldOut, pool] = [scaled(heldOut), scaled(pool)];
}, 120_000);

type Scored = KnownTile & { readonly confidence: number };
type Choice = (tiles: readonly Scored[], count: number, seed: number) => readonly Scored[];

/** AUC and average precision on other ground after each round of labels, and the plants among the labels. */
function learn(seed: number, choose: Choice) {
  const random = createRandom(seed);
  const start = pool.map((tile) => ({ tile, rank: random.next() })).sort((a, b) => a.rank - b.rank);
  // Some of both, as whoever labels first sees to; the same for both choices.
  const plants = start.filter(({ tile }) => tile.isHogweed).slice(0, 3);
  const labelled = new Set([...plants, ...start.slice(0, first - plants.length)].map(({ tile }) => tile));
  const model = () =>
    learnLogistic(
      [...labelled].map(({ look }) => look),
      [...labelled].map(({ isHogweed }) => isHogweed),
    );
  for (let round = 0; round < rounds; round++) {
    const confidenceOf = model();
    const open = pool.filter((tile) => !labelled.has(tile));
    const scored = open.map((tile) => ({ ...tile, confidence: confidenceOf(tile.look) }));
    const chosen = new Set(choose(scored, perRound, seed).map(({ tileId }) => tileId));
    for (const tile of open) if (chosen.has(tile.tileId)) labelled.add(tile);
  }
  const confidences = heldOut.map(({ look }) => look).map(model());
  const labels = heldOut.map(({ isHogweed }) => Number(isHogweed));
  const { auc, averagePrecision } = tileMetrics({ confidences, labels }, 0.5);
  return { auc, averagePrecision, plants: [...labelled].filter(({ isHogweed }) => isHogweed).length };
}

describe('labels that the program chose', () => {
  it('teach more than as many drawn at random, over 10 seeds', () => {
    const pairs = seeds.map((seed) => ({
      chosen: learn(seed, chooseCandidates),
      drawn: learn(seed, drawCandidates),
    }));
    for (const figure of ['auc', 'averagePrecision'] as const) {
      const gains = pairs.map(({ chosen, drawn }) => chosen[figure] - drawn[figure]);
      expect(mean(gains)).toBeGreaterThan(0);
      expect(signFlip(gains)).toBeLessThan(0.05);
    }
    expect(mean(pairs.map(({ chosen, drawn }) => chosen.plants / drawn.plants))).toBeGreaterThan(1.5);
  }, 120_000);
});

/** One-sided chance of a mean gain so large if choice and draw were alike: the exact permutation test of paired differences. */
function signFlip(gains: readonly number[]): number {
  let asLarge = 0;
  for (let signs = 0; signs < 2 ** gains.length; signs++) {
    const flipped = gains.map((gain, i) => ((signs >> i) & 1 ? -gain : gain));
    if (mean(flipped) >= mean(gains) - 1e-12) asLarge++;
  }
  return asLarge / 2 ** gains.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / values.length;
}
