import { Worker } from 'node:worker_threads';
import { UmbelError } from '#core/errors.ts';
import { fromErrorMessage } from '#platform/engines/messages.ts';
import type { TrainProgress } from '../train.ts';
import { explainEngineFailure, stopped } from '../training-errors.ts';
import type { FromTrainer, TaskSetting, TrainedTask, TrainTask } from './task.ts';

export interface PoolOptions {
  readonly threads: number;
  readonly onProgress: (task: TrainTask, progress: TrainProgress) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Every task's network, in the order of the tasks; several are trained at a time, each on a thread of its own.
 * @throws UmbelError what the first failing training threw, `training.thread-died`, `training.stopped`; the others are ended
 */
export async function trainAll(
  setting: TaskSetting,
  tasks: readonly TrainTask[],
  options: PoolOptions,
): Promise<TrainedTask[]> {
  const trained: TrainedTask[] = [];
  let next = 0;
  const workers: Worker[] = [];
  const serve = async (): Promise<void> => {
    const worker = new Worker(new URL('trainer-thread.ts', import.meta.url), { workerData: setting });
    workers.push(worker);
    for (let i = next++; i < tasks.length; i = next++) trained[i] = await trainOn(worker, tasks[i]!, options);
  };
  try {
    await Promise.all(Array.from({ length: Math.min(options.threads, tasks.length) }, serve));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return trained;
}

function trainOn(worker: Worker, task: TrainTask, { onProgress, signal }: PoolOptions): Promise<TrainedTask> {
  return new Promise((resolve, reject) => {
    let epochs = 0;
    const onAbort = (): void => reject(stopped(epochs));
    if (signal?.aborted) return onAbort();
    signal?.addEventListener('abort', onAbort, { once: true });
    worker.removeAllListeners();
    worker.on('error', (error) => reject(threadDied(task, explainEngineFailure(error))));
    worker.on('exit', (code) => reject(threadDied(task, new Error(`exit code ${code}`))));
    worker.on('message', (message: FromTrainer) => {
      if (message.type === 'progress') {
        epochs = message.progress.epoch;
        return onProgress(task, message.progress);
      }
      signal?.removeEventListener('abort', onAbort);
      if (message.type === 'trained') resolve(message.trained);
      else reject(fromErrorMessage(message.error));
    });
    worker.postMessage(task, []);
  });
}

function threadDied(task: TrainTask, cause: unknown): unknown {
  if (cause instanceof UmbelError) return cause;
  return new UmbelError({
    code: 'training.thread-died',
    kind: 'try-again',
    message: `The thread that trained ${task.name} ended: ${cause instanceof Error ? cause.message : String(cause)}.`,
    hint: 'Run the same command again: it goes on from the last checkpoint. With little memory, use --threads 1.',
    cause,
  });
}
