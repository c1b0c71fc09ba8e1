import { availableParallelism } from 'node:os';
import { UmbelError } from '#core/errors.ts';
import type { LoadedPackage } from '#core/model/driver.ts';
import type { EngineName } from '#core/model/package.ts';
import { checkSanity } from '../engines/check-sanity.ts';
import { type EnginePool, openEnginePool } from '../engines/pool.ts';
import { readTiles, type UnreadableTile, unreadableTiles } from './read-tiles.ts';
import type { TileFile, TileFolder } from './tile-folder.ts';

export interface ScoreOptions {
  /** Another engine than the package's own. */
  readonly engine?: EngineName | undefined;
  /** Leaves unreadable tiles out in place of giving up. */
  readonly skipUnreadable?: boolean | undefined;
  /** Called as tiles are done. */
  readonly onScored?: ((tiles: number) => void) | undefined;
}

/** A folder of tiles as a model sees it. */
export interface ScoredFolder {
  readonly modelId: string;
  readonly engine: string;
  readonly tiles: readonly TileFile[];
  /** One a tile, in their order. */
  readonly confidences: Float32Array;
  /** Wall time of scoring alone, on all cores, milliseconds a tile: reading pictures is not in it. */
  readonly msPerTile: number;
  readonly resized: readonly string[];
  readonly unreadable: readonly UnreadableTile[];
}

/** Pixels in memory at a time, bytes. */
const chunkBytes = 48 << 20;

/**
 * The confidences that a package gives to the tiles of a folder, on every core.
 * @throws UmbelError `tiles.unreadable`, `model.insane`, and those of `openEnginePool` and its engine
 */
export async function scoreFolder(
  modelPackage: LoadedPackage,
  folder: TileFolder,
  options: ScoreOptions = {},
): Promise<ScoredFolder> {
  const pool = await openEnginePool(
    modelPackage,
    options.engine === undefined ? {} : { engine: options.engine },
  );
  try {
    // Also warms the engine up, so that the first tiles are not slower than the others.
    await mustBeSane(pool, modelPackage);
    return await scoreAll(pool, modelPackage, { folder, options });
  } finally {
    await pool.close();
  }
}

async function scoreAll(
  pool: EnginePool,
  { modelId, manifest }: LoadedPackage,
  { folder, options }: { folder: TileFolder; options: ScoreOptions },
): Promise<ScoredFolder> {
  const { tilePx } = manifest.input;
  const chunk = Math.max(64, Math.floor(chunkBytes / (tilePx * tilePx * 3)));
  const tiles: TileFile[] = [];
  const confidences: number[] = [];
  const resized: string[] = [];
  const unreadable: UnreadableTile[] = [];
  let tookMs = 0;
  for (let start = 0; start < folder.tiles.length; start += chunk) {
    const read = await readTiles(folder.tiles.slice(start, start + chunk), tilePx);
    unreadable.push(...read.unreadable);
    if (unreadable.length > 0 && options.skipUnreadable !== true)
      throw unreadableTiles(folder.dir, unreadable);
    resized.push(...read.resized);
    tiles.push(...read.tiles);
    const startedMs = performance.now();
    for (const part of await scoreParts(pool, read.pixels, { count: read.tiles.length, tilePx }))
      for (const confidence of part) confidences.push(confidence);
    tookMs += performance.now() - startedMs;
    options.onScored?.(Math.min(chunk, folder.tiles.length - start));
  }
  mustHaveBothClasses(folder, tiles);
  return {
    modelId,
    engine: pool.engine,
    tiles,
    confidences: Float32Array.from(confidences),
    msPerTile: tookMs / tiles.length,
    resized,
    unreadable,
  };
}

/** Tiles that a thread is given at once. */
const tilesPerJob = 32;

/** The confidences of a chunk, part by part: the parts are shared out among the threads. */
async function scoreParts(
  pool: EnginePool,
  pixels: Uint8Array<ArrayBuffer>,
  { count, tilePx }: { count: number; tilePx: number },
): Promise<Float32Array[]> {
  const tileBytes = tilePx * tilePx * 3;
  const size = Math.min(tilesPerJob, Math.max(1, Math.ceil(count / availableParallelism())));
  const jobs: Promise<Float32Array>[] = [];
  for (let start = 0; start < count; start += size) {
    const end = Math.min(count, start + size);
    // A copy, for the pool gives the buffer away.
    const part = pixels.slice(start * tileBytes, end * tileBytes);
    jobs.push(pool.score({ pixels: part, count: end - start }).then(({ confidences }) => confidences));
  }
  return Promise.all(jobs);
}

/** A package that does not compute what it says cannot be measured. */
export async function mustBeSane(pool: EnginePool, modelPackage: LoadedPackage): Promise<void> {
  const { ok, worst } = await checkSanity(pool, modelPackage);
  if (ok) return;
  throw new UmbelError({
    code: 'model.insane',
    kind: 'configuration',
    message: `The model ${modelPackage.modelId} on ${pool.engine} gives its sanity tile ${worst.file} a confidence of ${worst.got.toFixed(4)}, not ${worst.expected.toFixed(4)}.`,
    hint: 'Use the engine that the package was made for, or make the package anew.',
  });
}

function mustHaveBothClasses({ dir }: TileFolder, tiles: readonly TileFile[]): void {
  for (const [name, label] of [
    ['hogweed', 1],
    ['background', 0],
  ] as const) {
    if (tiles.some((tile) => tile.label === label)) continue;
    throw new UmbelError({
      code: 'tiles.class-empty',
      kind: 'bad-input',
      message: `No tile of the class ${name} in ${dir} can be read.`,
      hint: 'Both classes need readable tiles.',
    });
  }
}
