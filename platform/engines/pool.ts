import { availableParallelism } from 'node:os';
import { UmbelError } from '#core/errors.ts';
import type { LoadedPackage, TileBatch, TileScores } from '#core/model/driver.ts';
import { checkBatch } from '#core/model/input.ts';
import type { EngineName } from '#core/model/package.ts';
import { loadPackageFromFolder } from './load-package.ts';
import { loadOf, onnxDevice } from './onnx-device.ts';
import { openSeat, type PoolSeat } from './pool-seat.ts';
import { createSeatQueue, type SeatQueue } from './seat-queue.ts';

export interface EnginePoolOptions {
  /** Worker threads, default one per core; two where a GPU computes. */
  readonly workers?: number;
  /** Tiles that the engine is given at once, default 8 (a GPU: 64): larger batches are not faster, and fill the cache. */
  readonly batchSize?: number;
  /** Another engine than the one that the manifest names. */
  readonly engine?: EngineName;
  /** Entry file of the workers, for bundles; default worker.ts beside this file. */
  readonly entry?: URL;
}

/** A model that is ready to score, on several cores. */
export interface EnginePool {
  /** The engine that runs, as its driver reports it. */
  readonly engine: string;
  readonly modelId: string;
  /**
   * The scores of the tiles, in order. One call is the work of one thread, so photos are to be scored side by side; a
   * call waits while every thread has work and a next job. The pixels' buffer is given away: the view is empty after the call.
   * @throws UmbelError `model.shape-mismatch`, `model.nan`, `model.worker-died` (try again), `model.pool-closed`
   */
  score(tiles: TileBatch): Promise<TileScores>;
  /** Finishes the jobs at hand and ends the threads. */
  close(): Promise<void>;
}

/** Jobs that a thread holds: the one it works on, and the next, so that it never waits. */
const jobsPerSeat = 2;
/** Threads that may die without a single score between them before the pool gives up. */
const maxDeathsInARow = 5;

/**
 * A pool for a package.
 * @param source the package, or the folder it is in
 * @throws UmbelError of `loadPackage`, `driverFor` and the engine's driver
 */
export async function openEnginePool(
  source: string | LoadedPackage,
  options: EnginePoolOptions = {},
): Promise<EnginePool> {
  const modelPackage = typeof source === 'string' ? await loadPackageFromFolder(source) : source;
  const engine = options.engine ?? modelPackage.manifest.engine;
  const usual = {
    workers: availableParallelism(),
    batchSize: 8,
    ...(engine === 'onnx' ? loadOf(onnxDevice()) : {}),
  };
  const { workers = usual.workers, batchSize = usual.batchSize } = options;
  const start = { modelPackage: forWorker(modelPackage), engine, batchSize };
  const entry = options.entry ?? new URL('./worker.ts', import.meta.url);
  const seats = await openSeats(workers, () => openSeat(entry, start));
  return createPool(modelPackage, seats, () => openSeat(entry, start));
}

/** Only what a driver loads is sent to the threads. */
function forWorker({ manifest, modelId, files }: LoadedPackage): LoadedPackage {
  const sanity = new Set(manifest.sanity.tiles.map(({ file }) => file));
  return { manifest, modelId, files: new Map([...files].filter(([path]) => !sanity.has(path))) };
}

/** All seats, or the first error after the others are closed. */
async function openSeats(count: number, open: () => Promise<PoolSeat>): Promise<PoolSeat[]> {
  const opened = await Promise.allSettled(Array.from({ length: Math.max(1, count) }, open));
  const failed = opened.find((result) => result.status === 'rejected');
  const seats = opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  if (failed === undefined) return seats;
  await Promise.all(seats.map((seat) => seat.close()));
  throw failed.reason;
}

function createPool(
  { modelId, manifest }: LoadedPackage,
  opened: readonly PoolSeat[],
  reopen: () => Promise<PoolSeat>,
): EnginePool {
  const queue = createSeatQueue(jobsPerSeat);
  const state: PoolState = { queue, reopen, closed: false, deathsInARow: 0 };
  const keeping = opened.map((seat) => keepSeat(state, seat).catch((error: unknown) => queue.fail(error)));
  return {
    engine: opened[0]!.engine,
    modelId,
    async score(tiles) {
      checkBatch(tiles, manifest.input.tilePx);
      if (tiles.count === 0) return { confidences: new Float32Array(0) };
      const seat = await queue.take();
      try {
        const scores = await seat.score(tiles);
        state.deathsInARow = 0;
        return scores;
      } finally {
        queue.giveBack(seat);
      }
    },
    async close() {
      state.closed = true;
      queue.fail(poolClosed(modelId));
      await Promise.all(queue.seats().map((seat) => seat.close()));
      await Promise.all(keeping);
    },
  };
}

interface PoolState {
  readonly queue: SeatQueue;
  readonly reopen: () => Promise<PoolSeat>;
  closed: boolean;
  deathsInARow: number;
}

/** Keeps one place in the pool taken: whenever its thread dies, another is opened, until the pool closes. */
async function keepSeat(state: PoolState, first: PoolSeat): Promise<void> {
  let seat = first;
  for (;;) {
    state.queue.add(seat);
    const reason = await seat.ended;
    state.queue.remove(seat);
    if (state.closed) return;
    if (++state.deathsInARow > maxDeathsInARow) throw reason;
    seat = await state.reopen();
    if (state.closed) return seat.close();
  }
}

function poolClosed(modelId: string): UmbelError {
  return new UmbelError({
    code: 'model.pool-closed',
    kind: 'bug',
    message: `Tiles were given to model ${modelId} after it was closed.`,
  });
}
