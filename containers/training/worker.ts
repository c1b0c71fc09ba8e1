import { UmbelError } from '#core/errors.ts';
import { type TrainingMessage, trainingMessageSchema } from '#core/model/training/training-run.ts';
import type { Platform } from '#platform/platform.ts';
import type { QueueMessage } from '#platform/ports.ts';
import { compareModel } from './steps/compare-model.ts';
import { registerModel } from './steps/register-model.ts';
import { trainModel } from './steps/train-model.ts';

/** A message is hidden for this long, and hidden anew well before that while it is worked on. */
const visibilityS = 120;
const heartbeatMs = 20_000;
const waitS = 20;
/** Renewed with every heartbeat; a worker that hangs loses it. */
const protectedMinutes = 5;

/**
 * Takes messages of the workflow `training` from the queue until `signal` says stop; the one in hand is finished first. What a step
 * makes is stored before its token is reported: a message that comes twice changes nothing.
 */
export async function work(platform: Platform, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const message = await platform.queue.receive({ waitS, visibilityS, signal }).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    if (message === undefined) continue;
    await handle(platform, message);
    await platform.protection.release().catch(unprotected);
  }
}

/** Without protection the worst is that the step is done once more: no reason to stop. */
function unprotected(error: unknown): void {
  console.error(`protection: ${String(error)}`);
}

async function handle(platform: Platform, message: QueueMessage): Promise<void> {
  const task = trainingMessageSchema.parse(JSON.parse(message.body));
  if (!(await keepAlive(platform, message, task.taskToken))) {
    await platform.queue.delete(message);
    return;
  }
  const gone = new AbortController();
  const beat = setInterval(() => {
    keepAlive(platform, message, task.taskToken).then(
      (alive) => alive || gone.abort(),
      // One missed beat is not the end; the next one may reach the cloud again.
      (error: unknown) => console.error(`heartbeat: ${String(error)}`),
    );
  }, heartbeatMs);
  try {
    const output = await perform(platform, task, gone.signal);
    await platform.workflows.succeedTask(task.taskToken, output);
  } catch (error) {
    console.error(error);
    if (!gone.signal.aborted) await platform.workflows.failTask(task.taskToken, nameOf(error), textOf(error));
  } finally {
    clearInterval(beat);
  }
  await platform.queue.delete(message);
}

/** Tells everyone that the step is in good hands; false when nobody waits for it any more. */
async function keepAlive(platform: Platform, message: QueueMessage, taskToken: string): Promise<boolean> {
  await platform.queue.extend(message, visibilityS);
  await platform.protection.hold(protectedMinutes).catch(unprotected);
  return (await platform.workflows.heartbeat(taskToken)) === 'ok';
}

function perform(
  platform: Platform,
  { kind, training }: TrainingMessage,
  signal: AbortSignal,
): Promise<unknown> {
  if (kind === 'train-model') return trainModel(platform, training, signal);
  return kind === 'compare-model' ? compareModel(platform, training) : registerModel(platform, training);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'Error';
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof UmbelError && error.hint !== undefined
    ? `${error.message} ${error.hint}`
    : error.message;
}
