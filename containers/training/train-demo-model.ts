/**
 * Makes the demo model from simulated tiles alone:
 * node containers/training/train-demo-model.ts --seed 1 --out models/demo-hogweed
 * The same seed and code give the same weights on one kind of processor. Progress goes to stderr, the measures to stdout.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileCheckpoints } from './checkpoint.ts';
import { makeManySceneTiles } from './simulated/many-scenes.ts';
import { measureDemo, type DemoMeasures } from './simulated/measure-answers.ts';
import { pickSanityTiles } from './pick-sanity-tiles.ts';
import { gsdRangeM, type SceneOrder, tileOverlapM, tilePx, tileSizeM } from './simulated/scene-tiles.ts';
import type { Choice } from './simulated/tile-places.ts';
import { calibrate, fitConfidence, predictTiles } from './fit-confidence.ts';
import { codeVersion } from './code-version.ts';
import { layersModelData } from './layers-model.ts';
import { type MadePackage, makePackage, type PackageFacts } from './make-package.ts';
import type { Stage } from './network.ts';
import { savePackage } from './save-package.ts';
import { train } from './train.ts';
import { readTiles, writeTiles } from './tile-file.ts';
import type { LabelledTiles } from './tiles.ts';

const { values: args } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    out: { type: 'string', default: 'models/demo-hogweed' },
    epochs: { type: 'string', default: '12' },
    /** Scenes to learn from; fewer for a quick try. */
    scenes: { type: 'string', default: '64' },
    /** tfjs-wasm or tfjs-node; the weights differ a little. */
    engine: { type: 'string', default: 'tfjs-wasm' },
    /** Folder for tiles and checkpoints: with it, the same command after a crash goes on where it was. */
    work: { type: 'string' },
  },
});
const seed = Number(args.seed);
const lessonScenes = Number(args.scenes);
const engine = args.engine === 'tfjs-node' ? 'tfjs-node' : 'tfjs-wasm';

/** Seeds of scenes: those to learn from, those to calibrate on and those to measure with have none in common. */
const lots = {
  lesson: { first: 1_000_000 * seed + 1, scenes: lessonScenes, tilesEach: 560, choice: 'lesson' },
  validation: {
    first: 1_000_000 * seed + 500_001,
    scenes: Math.ceil(lessonScenes / 4),
    tilesEach: 500,
    choice: 'survey',
  },
  test: {
    first: 1_000_000 * seed + 700_001,
    scenes: Math.ceil(lessonScenes / 5.4),
    tilesEach: 600,
    choice: 'survey',
  },
} as const satisfies Record<string, { first: number; scenes: number; tilesEach: number; choice: Choice }>;

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Tiles of an epoch: half of the pool's, the hard ones oftener. */
const tilesPerEpoch = (lessonScenes * lots.lesson.tilesEach) / 2;

/** The network: 1.75 times the arithmetic of Umbel's first demo model, for fewer look-alikes on the map. */
const stages: readonly Stage[] = [
  { filters: 16, stride: 2 },
  { filters: 32, stride: 2 },
  { filters: 48, stride: 1 },
  { filters: 96, stride: 2 },
  { filters: 96, stride: 1 },
];

async function makeLot(name: keyof typeof lots): Promise<LabelledTiles> {
  const file = args.work === undefined ? undefined : join(args.work, `${name}-${seed}-${lessonScenes}.tiles`);
  const kept = file === undefined ? undefined : await readTiles(file);
  if (kept !== undefined) return kept;
  const tiles = await paintLot(name);
  if (file !== undefined) await writeTiles(file, tiles);
  return tiles;
}

async function paintLot(name: keyof typeof lots): Promise<LabelledTiles> {
  const { first, scenes, tilesEach, choice } = lots[name];
  const orders = Array.from({ length: scenes }, (_, i): SceneOrder => ({
    seed: first + i,
    choice,
    tiles: tilesEach,
  }));
  const { tiles, unclear } = await makeManySceneTiles(orders, (done) => {
    if (done % 8 === 0 || done === scenes) say(`${name}: ${done} of ${scenes} scenes painted`);
  });
  const hogweed = tiles.labels.reduce((sum, label) => sum + label, 0);
  say(`${name}: ${tiles.count} tiles, ${hogweed} with hogweed, ${unclear} left out as unclear`);
  return tiles;
}

function factsOf(fit: ReturnType<typeof fitConfidence>, measures: DemoMeasures, tiles: number): PackageFacts {
  return {
    name: 'demo-hogweed',
    title: 'Giant hogweed in simulated meadows (demonstration)',
    description:
      'A compact network for the demo: it has only ever seen tiles of `umbel simulate`. Not for surveys of real land.',
    tiling: { sizeM: tileSizeM, overlapM: tileOverlapM },
    threshold: fit.threshold,
    calibration: fit.calibration,
    metrics: { ...measures },
    referenceHistogram: fit.histogram,
    dataset: {
      description: `Tiles of ${lessonScenes} simulated scenes (photos from 15 to 80 m, every look of core/simulate)`,
      tiles,
      licence: 'Apache-2.0 (drawn by this repository)',
      simulated: true,
      gsdRangeM: [...gsdRangeM],
    },
    parent: null,
    training: {
      command: `node containers/training/train-demo-model.ts --seed ${seed} --epochs ${args.epochs} --scenes ${lessonScenes} --engine ${engine}`,
      seed,
      codeVersion: codeVersion(),
      at: new Date().toISOString(),
    },
  };
}

/** What the training is made from, so that a checkpoint of another one is not taken up. */
function trainingKey(): string {
  return JSON.stringify({ seed, epochs: args.epochs, engine, lesson: lots.lesson, stages });
}

async function makeDemoModel(): Promise<MadePackage> {
  const lesson = await makeLot('lesson');
  const started = performance.now();
  const { model } = await train({
    tiles: lesson,
    seed,
    epochs: Number(args.epochs),
    engine,
    tilesPerEpoch,
    stages,
    weightDecay: 0.01,
    averagedShare: 0.05,
    ...(args.work === undefined
      ? {}
      : { checkpoints: fileCheckpoints(join(args.work, 'checkpoint'), trainingKey()) }),
    onProgress: ({ epoch, epochs, loss, tilesPerS }) =>
      say(`epoch ${epoch} of ${epochs}: loss ${loss.toFixed(4)}, ${tilesPerS.toFixed(0)} tiles/s`),
  });
  say(`trained in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  const validation = await makeLot('validation');
  const fit = fitConfidence(await predictTiles(model, validation), validation);
  const test = await makeLot('test');
  const predictions = await predictTiles(model, test);
  const confidences = calibrate(predictions.logits, fit.calibration);
  const measures = measureDemo({ confidences, locations: predictions.locations }, test, fit.threshold);
  return makePackage({
    facts: factsOf(fit, measures, lesson.count),
    network: await layersModelData(model),
    tilePx,
    sanityTiles: pickSanityTiles(test, confidences),
  });
}

const made = await makeDemoModel();
await savePackage(args.out, made);
const { metrics, threshold, calibration } = made.manifest;
process.stdout.write(
  `${JSON.stringify({ modelId: made.modelId, threshold, calibration, metrics }, undefined, 2)}\n`,
);
