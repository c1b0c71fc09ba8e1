import { UmbelError } from '#core/errors.ts';
import { type WorkerMessage, workerMessageSchema } from '#core/flight/run.ts';
import type { Platform } from '#platform/platform.ts';
import { serveTasks } from '#platform/task-worker.ts';
import { modelKeeper } from './model-keeper.ts';
import { scorePhotos } from './score-photos.ts';
import { sanityReport } from './sanity.ts';

/** Takes batches to score from the queue until `signal` says stop. */
export async function work(platform: Platform, signal: AbortSignal): Promise<void> {
  const models = modelKeeper(platform.objects);
  await serveTasks(platform, signal, {
    parse: (message) => workerMessageSchema.parse(message),
    perform: (task, gone) => perform(platform, { task, models, signal: gone }),
  });
  await models.close();
}

export interface Scoring {
  readonly task: WorkerMessage;
  readonly models: ReturnType<typeof modelKeeper>;
  readonly signal: AbortSignal;
}

/** The output of one task: of a batch, or of the check of a model. */
export async function perform(platform: Platform, { task, models, signal }: Scoring): Promise<unknown> {
  const { modelId } = task.run;
  if (modelId === null) {
    throw new UmbelError({
      code: 'model.none',
      kind: 'bug',
      message: `The run ${task.run.runId} has no model to score with.`,
    });
  }
  const model = await models.open(modelId);
  if (task.kind === 'check-sanity') return sanityReport(model);
  return scorePhotos(platform, { ...task, model, signal });
}
