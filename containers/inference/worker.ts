import { UmbelError } from '#core/errors.ts';
import { type WorkerMessage, workerMessageSchema } from '#core/flight/run.ts';
import type { Platform } from '#platform/platform.ts';
import type { QueueMessage } from '#platform/ports.ts';
import { modelKeeper } from './model-keeper.ts';
import { scorePhotos } from './score-photos.ts';
import { sanityReport } from './sanity.ts';

/** A message is hidden for this long, and hidden anew well before that while its batch is worked on. */
const visibilityS = 120;
const heartbeatMs = 20_000;
const waitS = 20;
/** Renewed with every heartbeat; a worker that hangs loses it. */
const protectedMinutes = 5;

/**
 * Takes messages from the queue until `signal` says stop; a batch in hand is finished first.
 * The results of a batch are stored before its token is reported: a batch that comes twice changes nothing.
 */
export async function work(platform: Platform, signal: AbortSignal): Promise<void> {
  const models = modelKeeper(platform.objects);
  while (!signal.aborted) {
    const message = await platform.queue.receive({ waitS, visibilityS, signal }).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    if (message === undefined) continue;
    await handle(platform, { message, models });
    await platform.protection.release().catch(unprotected);
  }
  await models.close();
}

/** Without protection the worst is that the batch is done once more: no reason to stop. */
function unprotected(error: unknown): void {
  console.error(`protection: ${String(error)}`);
}

interface Handling {
  readonly message: QueueMessage;
  readonly models: ReturnType<typeof modelKeeper>;
}

async function handle(platform: Platform, { message, models }: Handling): Promise<void> {
  const task = workerMessageSchema.parse(JSON.parse(message.body));
  if (!(await keepAlive(platform, message, task.taskToken))) {
    // The workflow gave up on this batch while it lay in the queue, and has sent it anew.
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
    const output = await perform(platform, { task, models, signal: gone.signal });
    await platform.workflows.succeedTask(task.taskToken, output);
    await platform.queue.delete(message);
  } catch (error) {
    await report(platform, { message, task, error, gone: gone.signal.aborted });
  } finally {
    clearInterval(beat);
  }
}

/** Tells everyone that the batch is in good hands; false when nobody waits for it any more. */
async function keepAlive(platform: Platform, message: QueueMessage, taskToken: string): Promise<boolean> {
  await platform.queue.extend(message, visibilityS);
  await platform.protection.hold(protectedMinutes).catch(unprotected);
  return (await platform.workflows.heartbeat(taskToken)) === 'ok';
}

async function perform(
  platform: Platform,
  { task, models, signal }: { task: WorkerMessage; models: Handling['models']; signal: AbortSignal },
): Promise<unknown> {
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

/** Tells the workflow what went wrong, unless it no longer waits. */
async function report(
  platform: Platform,
  {
    message,
    task,
    error,
    gone,
  }: { message: QueueMessage; task: WorkerMessage; error: unknown; gone: boolean },
): Promise<void> {
  console.error(error);
  if (!gone) {
    const name = error instanceof Error ? error.name : 'Error';
    const hint = error instanceof UmbelError && error.hint !== undefined ? ` ${error.hint}` : '';
    const text = error instanceof Error ? `${error.message}${hint}` : String(error);
    await platform.workflows.failTask(task.taskToken, name, text);
  }
  await platform.queue.delete(message);
}
