import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type Container, superviseContainer } from '#platform/local/containers/supervisor.ts';
import { type MemoryQueue, memoryQueue } from '#platform/local/queue.ts';
import { systemClock } from '#platform/platform.ts';

interface Report {
  readonly body?: string;
  readonly receiveCount?: number;
  readonly pid?: number;
  readonly waiting?: number;
}

interface TestContainer {
  readonly container: Container;
  readonly queue: MemoryQueue;
  readonly reports: Report[];
  readonly givenUp: string[];
  readonly printed: string[];
  /** One entry for each time that the container began to wait for a message: aborted when it waits no more. */
  readonly receives: (AbortSignal | undefined)[];
}

const opened: Container[] = [];

function start(mode = 'worker', restarts = { most: 20, delayMs: 20 }): TestContainer {
  const memory = memoryQueue({ maxReceiveCount: 5, clock: systemClock, onDead: () => undefined });
  const receives: (AbortSignal | undefined)[] = [];
  const queue: MemoryQueue = {
    ...memory,
    receive(options) {
      receives.push(options.signal);
      return memory.receive(options);
    },
  };
  const [reports, givenUp, printed]: [Report[], string[], string[]] = [[], [], []];
  const log = new PassThrough();
  log.on('data', (bytes: Buffer) => printed.push(bytes.toString()));
  const container = superviseContainer(
    {
      name: 'umbel-fixture',
      entryFile: fileURLToPath(new URL('fixture-worker.ts', import.meta.url)),
      command: [mode],
      environment: { UMBEL_GRANTED: 'granted' },
    },
    {
      queue,
      handlers: { report: (report: Report) => void reports.push(report) },
      log,
      onGivenUp: (reason) => givenUp.push(reason),
      restarts,
    },
  );
  opened.push(container);
  return { container, queue, reports, givenUp, printed, receives };
}

const bodies = (reports: readonly Report[]) => reports.flatMap(({ body }) => body ?? []);
const until = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 10 });

afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(opened.splice(0).map((container) => container.close()));
});

describe('a container', () => {
  it('takes messages with the variables that it was granted, and prints into its log', async () => {
    vi.stubEnv('UMBEL_SECRET', 'of the command line');
    const { queue, reports, printed } = start();
    queue.send('a');
    queue.send('b');
    await until(() => expect(bodies(reports)).toEqual(['a', 'b']));
    expect(printed.join('')).toContain('started with worker, granted, no secret');
  });

  it('that is killed is started again, and its message is shown again at once', async () => {
    const { container, queue, reports } = start();
    const first = container.pid();
    queue.send('die-once');
    queue.send('after');
    await until(() => expect(bodies(reports)).toEqual(['die-once', 'die-once', 'after']));
    expect(reports.map(({ receiveCount }) => receiveCount).filter((count) => count !== undefined)).toEqual([
      1, 2, 1,
    ]);
    expect(container.pid()).not.toBe(first);
  });

  it('that is killed while it waits takes no message into its grave', async () => {
    const { container, queue, reports, receives } = start('worker', { most: 20, delayMs: 300 });
    await until(() => expect(receives).toHaveLength(1));
    process.kill(container.pid()!, 'SIGKILL');
    await until(() => expect(receives[0]?.aborted).toBe(true));
    queue.send('a');
    await until(() => expect(bodies(reports)).toEqual(['a']));
    expect(reports.find(({ body }) => body === 'a')?.receiveCount).toBe(1);
  });

  it('that dies again and again is given up, by name and reason', async () => {
    const { givenUp, printed } = start('die-at-once', { most: 2, delayMs: 0 });
    await until(() => expect(givenUp).toEqual(['The container umbel-fixture died 3 times (exit code 5).']));
    expect(printed.join('').split('started')).toHaveLength(4);
  });

  it('stops when asked, even with a message in its hands, and is not started again', async () => {
    const { container, queue, reports } = start();
    queue.send('hold');
    await until(() => expect(bodies(reports)).toEqual(['hold']));
    const pid = container.pid()!;
    await container.close();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(container.pid()).toBe(pid);
    expect(await queue.receive({ waitS: 0, visibilityS: 1 })).toMatchObject({ body: 'hold' });
  });
});
