/** A worker that dies as its first tile says: 1 = it throws, 2 = it leaves, 3 = it answers, with the number of its thread. */
import { parentPort, threadId, workerData } from 'node:worker_threads';
import type { FromWorker, ToWorker, WorkerStart } from '#platform/engines/messages.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the pool's own message
const { engine } = workerData as WorkerStart;
const post = (message: FromWorker): void => parentPort?.postMessage(message);

parentPort?.on('message', (message: ToWorker) => {
  if (message.type === 'close') return parentPort?.close();
  const order = message.pixels[0];
  // oxlint-disable-next-line unicorn/no-process-exit -- ends this thread, as a crash would
  if (order === 2) return process.exit(7);
  if (order === 1) throw new RangeError('Array buffer allocation failed');
  return post({
    type: 'scored',
    job: message.job,
    confidences: new Float32Array(message.count).fill(threadId),
  });
});
post({ type: 'ready', engine });
