import { UmbelError } from '#core/errors.ts';
import { receivesMax, wornOutError } from '#core/work-queue.ts';
import type { Platform } from './platform.ts';
import type { QueueMessage } from './ports.ts';

/** A message is hidden for this long, and hidden anew well before that while it is worked on. */
const visibilityS = 120;
const heartbeatMs = 20_000;
const waitS = 20;
/** Renewed with every heartbeat; a worker that hangs loses it. */
const protectedMinutes = 5;
/** So long may a task go on that nobody waits for any more; then it hangs, and its worker is of no use. */
const stuckMs = 60_000;

/** What a worker needs around it. */
export type TaskPlatform = Pick<Platform, 'workflows' | 'queue' | 'protection'>;

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
  platform: TaskPlatform,
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
  platform: TaskPlatform,
  message: QueueMessage,
  { parse, perform }: TaskWork<Task>,
): Promise<void> {
  const task = parsed(message, parse);
  // It stays where it is: after some tries the queue sets it aside, where a person can look at it.
  if (task === undefined) return;
  if (message.receiveCount >= receivesMax) {
    await platform.workflows.failTask(task.taskToken, wornOutError, wornOutText);
    await platform.queue.delete(message);
    return;
  }
  await performTask(platform, task, {
    perform,
    keep: async () => {
      await platform.queue.extend(message, visibilityS);
      await platform.protection.hold(protectedMinutes).catch(unprotected);
    },
  });
  await platform.queue.delete(message);
}

const wornOutText = `A worker took it ${receivesMax - 1} times and ended each time, without a word. It is sent anew; what was done is not done again.`;

/** The task in a message; undefined for a message that none of ours ever sent: no reason to stop. */
function parsed<Task>(message: QueueMessage, parse: (message: unknown) => Task): Task | undefined {
  try {
    return parse(JSON.parse(message.body));
  } catch (error) {
    console.error(`message ${message.messageId} is no task: ${String(error)}`);
    return undefined;
  }
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
 * @throws UmbelError `task.stuck` when it does not end although nobody waits: the worker must end then, for nothing else ends it
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
  using stuck = rejectedAfter(gone.signal, stuckMs);
  const beat = setInterval(() => {
    keepAlive().then(
      (alive) => alive || gone.abort(),
      // One missed beat is not the end; the next one may reach the cloud again.
      (error: unknown) => console.error(`heartbeat: ${String(error)}`),
    );
  }, heartbeatMs);
  try {
    const output = await Promise.race([perform(task, gone.signal), stuck.promise]);
    await workflows.succeedTask(task.taskToken, output);
    return 'succeeded';
  } catch (error) {
    console.error(error);
    if (error instanceof UmbelError && error.code === 'task.stuck') throw error;
    // Unless the workflow no longer waits.
    if (gone.signal.aborted) return 'gone';
    await workflows.failTask(task.taskToken, nameOf(error), textOf(error));
    return 'failed';
  } finally {
    clearInterval(beat);
  }
}

/** A promise that rejects when `ms` have passed since the signal was raised. */
function rejectedAfter(signal: AbortSignal, ms: number): Disposable & { readonly promise: Promise<never> } {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => undefined);
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    timer = setTimeout(() => reject(taskStuck()), ms);
  };
  signal.addEventListener('abort', start, { once: true });
  return { promise, [Symbol.dispose]: () => clearTimeout(timer) };
}

function taskStuck(): UmbelError {
  return new UmbelError({
    code: 'task.stuck',
    kind: 'bug',
    message: `The task went on for ${stuckMs / 1000} s although nobody waited for it: it hangs.`,
    hint: 'The worker ends and another is started; look at what the task had in hand.',
  });
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
