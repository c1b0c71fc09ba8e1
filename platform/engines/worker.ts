/** Entry of an engine's worker thread: opens the driver, then scores one job after another. */
import { parentPort, workerData, type Transferable } from 'node:worker_threads';
import pLimit from 'p-limit';
import { type ModelDriver, scoreBatch, type TileScores } from '#core/model/driver.ts';
import { driverFor } from './driver-for.ts';
import { type FromWorker, toErrorMessage, type ToWorker, type WorkerStart } from './messages.ts';

const port = parentPort;
if (port === null) throw new Error('worker.ts runs in a worker thread only');

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by pool-seat.ts alone
const { modelPackage, engine, batchSize } = workerData as WorkerStart;
const { tilePx } = modelPackage.manifest.input;

function post(message: FromWorker, transfer: readonly Transferable[] = []): void {
  port?.postMessage(message, transfer);
}

/** The scores of all tiles of a job; batches are views of the job's one buffer. */
async function scoreJob(driver: ModelDriver, pixels: Uint8Array, count: number): Promise<TileScores> {
  const tileBytes = tilePx * tilePx * 3;
  const confidences = new Float32Array(count);
  let locations: Float32Array | undefined;
  const starts = Array.from({ length: Math.ceil(count / batchSize) }, (_, i) => i * batchSize);
  const scoreFrom = async (start: number): Promise<void> => {
    const size = Math.min(batchSize, count - start);
    const view = pixels.subarray(start * tileBytes, (start + size) * tileBytes);
    const scores = await scoreBatch(driver, { pixels: view, count: size });
    confidences.set(scores.confidences, start);
    if (scores.locations === undefined) return;
    locations ??= new Float32Array(count * 2);
    locations.set(scores.locations, start * 2);
  };
  await pLimit(driver.inFlight ?? 1).map(starts, scoreFrom);
  return locations === undefined ? { confidences } : { confidences, locations };
}

async function answer(driver: ModelDriver, message: Extract<ToWorker, { type: 'score' }>): Promise<void> {
  const { job, pixels, count } = message;
  try {
    const scores = await scoreJob(driver, pixels, count);
    const buffers = [
      scores.confidences.buffer,
      ...(scores.locations === undefined ? [] : [scores.locations.buffer]),
    ];
    post(
      { type: 'scored', job, ...scores },
      buffers.filter((buffer) => buffer instanceof ArrayBuffer),
    );
  } catch (error) {
    post({ type: 'failed', job, error: toErrorMessage(error) });
  }
}

async function handle(driver: ModelDriver, message: ToWorker): Promise<void> {
  if (message.type === 'score') return answer(driver, message);
  await driver.dispose();
  port?.close();
}

try {
  const driver = await (await driverFor(engine))(modelPackage, { threads: 1 });
  // One job at a time, in the order in which they came.
  let last: Promise<void> = Promise.resolve();
  port.on('message', (message: ToWorker) => {
    last = last.then(() => handle(driver, message));
  });
  post({ type: 'ready', engine: driver.engine });
} catch (error) {
  post({ type: 'not-ready', error: toErrorMessage(error) });
  port.close();
}
