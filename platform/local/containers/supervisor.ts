import { type ChildProcess, fork, type Serializable } from 'node:child_process';
import type { QueueMessage } from '../../ports.ts';
import type { MemoryQueue } from '../queue.ts';
import { type RpcChannel, type RpcHandlers, serveRpc } from '../rpc.ts';

export interface ContainerDefinition {
  readonly name: string;
  /** Absolute path of the entry module. */
  readonly entryFile: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

export interface ContainerOptions {
  readonly queue: MemoryQueue;
  /** Further methods that the container may call: task tokens, progress. */
  readonly handlers: RpcHandlers;
  readonly log: NodeJS.WritableStream;
  /** Called when the container died more often than a service would be started again. */
  onGivenUp(reason: string): void;
  /** Called when it has held no message for a while: the service may scale to zero. */
  onIdle?(): void;
  /** How often, and after which pause, a dead container is started again; for tests. */
  readonly restarts?: { readonly most: number; readonly delayMs: number };
}

export interface Container {
  pid(): number | undefined;
  /** Asks the container to stop, and waits until it has. */
  close(): Promise<void>;
}

const usualRestarts = { most: 20, delayMs: 200 };
const stopLimitMs = 10_000;
/** Without a message for this long a container gives its memory back: the stages of a flight come one after the other. */
const idleLimitMs = 500;

/**
 * Runs a container of the deployment as a child process. When it dies, the messages that it held are shown again at
 * once and the container is started again, as ECS would do.
 */
export function superviseContainer(definition: ContainerDefinition, options: ContainerOptions): Container {
  const { most, delayMs } = options.restarts ?? usualRestarts;
  let closing = false;
  let restarts = 0;
  let child = launch();

  function launch(): ChildProcess {
    const held = new Set<string>();
    const gone = new AbortController();
    const started = fork(definition.entryFile, [...definition.command], {
      env: { ...definition.environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    started.stdout?.pipe(options.log, { end: false });
    started.stderr?.pipe(options.log, { end: false });
    const handlers = queueHandlers(options.queue, held, {
      signal: gone.signal,
      onIdle: () => {
        // What is sent from now on is for the next container.
        gone.abort();
        options.onIdle?.();
      },
    });
    serveRpc(channelOf(started), { ...handlers, ...options.handlers });
    started.once('exit', (code, signal) => {
      gone.abort();
      options.queue.release([...held]);
      if (closing) return;
      if (++restarts > most) {
        options.onGivenUp(
          `The container ${definition.name} died ${restarts} times (${signal ?? `exit code ${code}`}).`,
        );
        return;
      }
      setTimeout(() => {
        if (!closing) child = launch();
      }, delayMs);
    });
    return started;
  }

  return {
    pid: () => child.pid,
    async close() {
      closing = true;
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), stopLimitMs);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** The way to a container; what is sent to one that has just died is lost, as its supervisor knows. */
function channelOf(child: ChildProcess): RpcChannel {
  return {
    send: (message) => child.connected && child.send(message as Serializable, () => undefined),
    on: (event, listener) => child.on(event, listener),
  };
}

/** The queue as a container sees it; `held` follows what it has in its hands. */
function queueHandlers(
  queue: MemoryQueue,
  held: Set<string>,
  { signal, onIdle }: { readonly signal: AbortSignal; readonly onIdle: () => void },
): RpcHandlers {
  let idle: NodeJS.Timeout | undefined;
  let worked = false;
  signal.addEventListener('abort', () => clearTimeout(idle));
  const watchIdle = () => {
    clearTimeout(idle);
    if (!worked || held.size > 0 || signal.aborted) return;
    // A message that another worker has in hand may come back: nothing would start this one for it.
    idle = setTimeout(() => (queue.size() === 0 ? onIdle() : watchIdle()), idleLimitMs);
  };
  return {
    'queue.receive': async (options: {
      waitS: number;
      visibilityS: number;
    }): Promise<QueueMessage | undefined> => {
      watchIdle();
      const message = await queue.receive({ ...options, signal });
      if (message !== undefined) {
        clearTimeout(idle);
        worked = true;
        held.add(message.receipt);
      }
      return message;
    },
    'queue.extend': ({ receipt, visibilityS }: { receipt: string; visibilityS: number }) =>
      queue.extend(receipt, visibilityS),
    'queue.delete': ({ receipt }: { receipt: string }) => {
      held.delete(receipt);
      queue.delete(receipt);
      watchIdle();
    },
  };
}
