import { UmbelError } from '#core/errors.ts';
import type { Platform } from './platform.ts';
import type { QueueMessage } from './ports.ts';

/** A message is hidden for this long, and hidden anew well before that while it is worked on. */
const visibilityS = 120;
const heartbeatMs = 20_000;
const waitS = 20;
/** Renewed with every heartbeat; a worker that hangs loses it. */
const protectedMinutes = 5;

/** What a worker does with the messages of its queue. */
export interface TaskWork<Task extends { readonly taskToken: string }> {
  readonly parse: (message: unknown) => Task;
  /** The output of one task; `signal` says that nobody waits for it any more. */
  readonly perform: (task: Task, signal: AbortSignal) => Promise<unknown>;
}

/**
 * Takes messages from the queue until `signal` says stop; the one in hand is finished first. What a task makes must be
 * stored before it returns, for then its token is reported: a message that comes twice changes nothing.
 */
export async function serveTasks<Task extends { readonly taskToken: string }>(
  platform: Platform,
  signal: AbortSignal,
  work: TaskWork<Task>,
): Promise<void> {
  while (!signal.aborted) {
    const message = await platform.queue.receive({ waitS, visibilityS, signal }).catch((error: unknown) => {
      if (signal.aborted) return undefined;
      throw error;
    });
    if (message === undefined) continue;
    await handle(platform, message, work);
    await platform.protection.release().catch(unprotected);
  }
}

/** Without protection the worst is that the task is done once more: no reason to stop. */
function unprotected(error: unknown): void {
  console.error(`protection: ${String(error)}`);
}

async function handle<Task extends { readonly taskToken: string }>(
  platform: Platform,
  message: QueueMessage,
  { parse, perform }: TaskWork<Task>,
): Promise<void> {
  const task = parse(JSON.parse(message.body));
  await performTask(platform, task, {
    perform,
    keep: async () => {
      await platform.queue.extend(message, visibilityS);
      await platform.protection.hold(protectedMinutes).catch(unprotected);
    },
  });
  await platform.queue.delete(message);
}

/** How one task is done, however it came. */
export interface TaskCare<Task> {
  readonly perform: TaskWork<Task & { readonly taskToken: string }>['perform'];
  /** Tells everyone but the workflow that the task is in good hands. */
  readonly keep: () => Promise<void>;
}

/**
 * Does one task with heartbeats and reports its token; `gone` when the workflow no longer waits for it: it gave up on the task
 * while it lay around, and has sent it anew.
 */
export async function performTask<Task extends { readonly taskToken: string }>(
  platform: Pick<Platform, 'workflows'>,
  task: Task,
  { perform, keep }: TaskCare<Task>,
): Promise<'succeeded' | 'failed' | 'gone'> {
  const { workflows } = platform;
  const keepAlive = async (): Promise<boolean> => {
    await keep();
    return (await workflows.heartbeat(task.taskToken)) === 'ok';
  };
  if (!(await keepAlive())) return 'gone';
  const gone = new AbortController();
  const beat = setInterval(() => {
    keepAlive().then(
      (alive) => alive || gone.abort(),
      // One missed beat is not the end; the next one may reach the cloud again.
      (error: unknown) => console.error(`heartbeat: ${String(error)}`),
    );
  }, heartbeatMs);
  try {
    const output = await perform(task, gone.signal);
    await workflows.succeedTask(task.taskToken, output);
    return 'succeeded';
  } catch (error) {
    console.error(error);
    // Unless the workflow no longer waits.
    if (gone.signal.aborted) return 'gone';
    await workflows.failTask(task.taskToken, nameOf(error), textOf(error));
    return 'failed';
  } finally {
    clearInterval(beat);
  }
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
