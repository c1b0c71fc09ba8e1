import { type TrainingMessage, trainingMessageSchema } from '#core/model/training/training-run.ts';
import type { Platform } from '#platform/platform.ts';
import { serveTasks } from '#platform/task-worker.ts';
import { compareModel } from './steps/compare-model.ts';
import { registerModel } from './steps/register-model.ts';
import { trainModel } from './steps/train-model.ts';

/** Takes the steps of the workflow `training` from the queue until `signal` says stop. */
export function work(platform: Platform, signal: AbortSignal): Promise<void> {
  return serveTasks(platform, signal, {
    parse: (message) => trainingMessageSchema.parse(message),
    perform: (task, gone) => perform(platform, task, gone),
  });
}

function perform(
  platform: Platform,
  { kind, training }: TrainingMessage,
  signal: AbortSignal,
): Promise<unknown> {
  if (kind === 'train-model') return trainModel(platform, training, signal);
  return kind === 'compare-model' ? compareModel(platform, training) : registerModel(platform, training);
}
