import { Worker } from 'node:worker_threads';
import { UmbelError } from '#core/errors.ts';
import type { TileBatch, TileScores } from '#core/model/driver.ts';
import { fromErrorMessage, type FromWorker, type ToWorker, type WorkerStart } from './messages.ts';
import { takePixels } from './take-pixels.ts';

/** One worker thread with a driver, ready for jobs. */
export interface PoolSeat {
  readonly engine: string;
  /** Rejects with `model.worker-died` when the thread ends before the answer. */
  score(batch: TileBatch): Promise<TileScores>;
  /** Settles when the thread has ended, with the reason unless it was closed. */
  readonly ended: Promise<UmbelError | undefined>;
  /** Ends the thread after the jobs that it has. */
  close(): Promise<void>;
}

interface Waiting {
  readonly resolve: (scores: TileScores) => void;
  readonly reject: (error: unknown) => void;
}

/** What a seat knows of its thread. */
interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
  closing: boolean;
}

/**
 * A seat whose driver is open.
 * @throws UmbelError whatever the driver could not open with, or `model.worker-died`
 */
export async function openSeat(entry: URL, start: WorkerStart): Promise<PoolSeat> {
  const worker = new Worker(entry, { workerData: start, name: `umbel ${start.engine}` });
  const thread: Thread = { worker, waiting: new Map(), closing: false };
  const ended = watchEnd(thread);
  const engine = await firstAnswer(worker, ended);
  worker.on('message', (message: FromWorker) => settle(thread.waiting, message));
  let jobs = 0;
  return {
    engine,
    ended,
    score(batch) {
      return new Promise((resolve, reject) => {
        const job = ++jobs;
        const { pixels, transfer } = takePixels(batch.pixels);
        thread.waiting.set(job, { resolve, reject });
        post(worker, { type: 'score', job, pixels, count: batch.count }, transfer);
      });
    },
    async close() {
      if (!thread.closing) post(worker, { type: 'close' });
      thread.closing = true;
      await ended;
    },
  };
}

function post(worker: Worker, message: ToWorker, transfer: ArrayBuffer[] = []): void {
  worker.postMessage(message, transfer);
}

/** Settles with the end of the thread; what it still had to do is rejected. */
async function watchEnd(thread: Thread): Promise<UmbelError | undefined> {
  let cause: unknown;
  thread.worker.on('error', (error) => (cause = error));
  const code = await new Promise<number>((resolve) => thread.worker.once('exit', resolve));
  if (thread.closing && cause === undefined && thread.waiting.size === 0) return undefined;
  const error = workerDied(cause ?? `exit code ${code}`, thread.waiting.size);
  for (const { reject } of thread.waiting.values()) reject(error);
  thread.waiting.clear();
  return error;
}

/** The engine that the worker reports when its driver is open. */
async function firstAnswer(worker: Worker, ended: Promise<UmbelError | undefined>): Promise<string> {
  const answered = new Promise<FromWorker>((resolve) => worker.once('message', resolve));
  const answer = await Promise.race([answered, ended]);
  if (answer === undefined || answer instanceof UmbelError) throw answer ?? workerDied('it ended at once', 0);
  if (answer.type === 'ready') return answer.engine;
  await ended;
  if (answer.type === 'not-ready') throw fromErrorMessage(answer.error);
  throw workerDied(`unexpected message ${answer.type}`, 0);
}

function settle(waiting: Map<number, Waiting>, message: FromWorker): void {
  if (message.type !== 'scored' && message.type !== 'failed') return;
  const job = waiting.get(message.job);
  waiting.delete(message.job);
  if (message.type === 'failed') return job?.reject(fromErrorMessage(message.error));
  const { confidences, locations } = message;
  job?.resolve(locations === undefined ? { confidences } : { confidences, locations });
}

function workerDied(cause: unknown, jobs: number): UmbelError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new UmbelError({
    code: 'model.worker-died',
    kind: 'try-again',
    message: `A scoring thread ended with ${jobs} jobs unfinished: ${reason}.`,
    hint: 'The thread is replaced; score these tiles again. If it happens again, look at memory.',
    cause,
  });
}
