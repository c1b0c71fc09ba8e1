/** Entry of a training thread: one network after another, as they are sent. */
import { parentPort, workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { toErrorMessage } from '#platform/engines/messages.ts';
import { runTask } from './run-task.ts';
import type { FromTrainer, TaskSetting, TrainTask } from './task.ts';

sharp.cache(false);
sharp.concurrency(1);

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by trainer-pool.ts alone
const setting = workerData as TaskSetting;

function post(message: FromTrainer): void {
  parentPort?.postMessage(message);
}

parentPort?.on('message', (task: TrainTask) => {
  runTask(setting, task, (progress) => post({ type: 'progress', progress })).then(
    (trained) => post({ type: 'trained', trained }),
    (error: unknown) => post({ type: 'failed', error: toErrorMessage(error) }),
  );
});
