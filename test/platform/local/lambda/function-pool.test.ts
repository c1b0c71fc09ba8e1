import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import {
  type FunctionPool,
  functionPool,
  idleLimitMs,
  LambdaFailure,
} from '#platform/local/lambda/function-pool.ts';

const log = new PassThrough();
const printed: string[] = [];
log.on('data', (bytes: Buffer) => printed.push(bytes.toString()));

const pools: FunctionPool[] = [];
function open(change: { timeoutS?: number; concurrency?: number; file?: string } = {}): FunctionPool {
  const { timeoutS = 10, concurrency = 2, file = 'fixture-handler.ts' } = change;
  const pool = functionPool(
    {
      name: 'umbel-fixture',
      arn: 'arn:fixture',
      handlerFile: fileURLToPath(new URL(file, import.meta.url)),
      environment: { UMBEL_GRANTED: 'yes' },
      timeoutS,
      memoryMb: 512,
    },
    { concurrency, log, handlers: {} },
  );
  pools.push(pool);
  return pool;
}

async function call(pool: FunctionPool, event: object): Promise<unknown> {
  return JSON.parse(await pool.invoke(JSON.stringify(event))) as unknown;
}

async function failureOf(pool: FunctionPool, event: object): Promise<{ name: string; cause: unknown }> {
  const error: unknown = await pool.invoke(JSON.stringify(event)).catch((thrown: unknown) => thrown);
  if (!(error instanceof LambdaFailure)) throw new Error(`no failure but ${String(error)}`);
  return { name: error.name, cause: JSON.parse(error.cause) };
}

afterEach(() => vi.unstubAllEnvs());
afterAll(() => Promise.all(pools.map((pool) => pool.close())));

describe('a call', () => {
  const pool = open();

  it('brings back the result, through JSON both ways', async () => {
    const event = { do: 'echo', text: 'ø', none: null, list: [1, { a: true }] };
    expect(await call(pool, event)).toEqual(event);
    expect(await call(pool, { do: 'nothing' })).toBeNull();
  });

  it('tells the function who it is and how long it has', async () => {
    const context = (await call(pool, { do: 'context' })) as { leftMs: number };
    expect(context).toMatchObject({
      functionName: 'umbel-fixture',
      invokedFunctionArn: 'arn:fixture',
      memoryLimitInMB: '512',
    });
    expect(context.leftMs).toBeGreaterThan(5_000);
    expect(context.leftMs).toBeLessThanOrEqual(10_000);
  });

  it('sees the variables that the function was granted, and no other', async () => {
    vi.stubEnv('UMBEL_SECRET', 'of the command line');
    const fresh = open();
    expect(await call(fresh, { do: 'environment', name: 'UMBEL_GRANTED' })).toBe('yes');
    expect(await call(fresh, { do: 'environment', name: 'AWS_LAMBDA_FUNCTION_NAME' })).toBe('umbel-fixture');
    for (const name of ['UMBEL_SECRET', 'PATH', 'UMBEL_WORK_BUCKET'])
      expect(await call(fresh, { do: 'environment', name })).toBeNull();
  });

  it('that fails is reported as Lambda does: by name, with the cause as JSON', async () => {
    expect(await failureOf(pool, { do: 'refuse' })).toEqual({
      name: 'flight.odd',
      cause: {
        errorType: 'flight.odd',
        errorMessage: 'The flight is odd.',
        trace: expect.arrayContaining([expect.stringContaining('fixture-handler')]),
      },
    });
    expect(await failureOf(pool, { do: 'text' })).toEqual({
      name: 'Error',
      cause: { errorType: 'Error', errorMessage: 'only a text', trace: [] },
    });
  });

  it('prints into the log of the function', async () => {
    await call(pool, { do: 'print' });
    await vi.waitFor(() => expect(printed.join('')).toContain('printed by the function'));
  });
});

describe('a function that does not answer', () => {
  it.each(['hang', 'spin'])('in time (%s) is ended, and its place is free again', async (deed) => {
    const pool = open({ timeoutS: 0.6, concurrency: 1 });
    const slow = failureOf(pool, { do: deed });
    const next = call(pool, { do: 'echo' });
    expect(await slow).toMatchObject({
      name: 'Sandbox.Timedout',
      cause: { errorMessage: 'Task timed out after 0.6 seconds' },
    });
    expect(await next).toEqual({ do: 'echo' });
  });

  it.each([
    ['exit', 'the function ended with code 3'],
    ['crash', 'Error: later'],
  ])('because it crashed (%s) is an error, and the next call gets a new thread', async (deed, message) => {
    const pool = open({ concurrency: 1 });
    expect(await failureOf(pool, { do: deed })).toEqual({
      name: 'Runtime.ExitError',
      cause: { errorType: 'Runtime.ExitError', errorMessage: message },
    });
    expect(await call(pool, { do: 'echo' })).toEqual({ do: 'echo' });
  });

  it('because it cannot be loaded is an error of each call', async () => {
    const pool = open({ file: 'no-such-handler.ts' });
    for (let i = 0; i < 2; i++) {
      const { cause } = await failureOf(pool, { do: 'echo' });
      expect(cause).toMatchObject({ errorMessage: expect.stringContaining('no-such-handler.ts') });
    }
  });
});

describe('calls at the same time', () => {
  it('each get a thread and an answer of their own, no more threads than are allowed', async () => {
    const pool = open({ concurrency: 2 });
    const answers = (await Promise.all(
      Array.from({ length: 8 }, () => call(pool, { do: 'thread', ms: 20 })),
    )) as { threadId: number; calls: number }[];
    expect(answers).toHaveLength(8);
    expect(new Set(answers.map(({ threadId }) => threadId)).size).toBe(2);
    expect(answers.reduce((most, { calls }) => Math.max(most, calls), 0)).toBeGreaterThanOrEqual(4);
  });

  it('one after the other use the thread that is there', async () => {
    const pool = open({ concurrency: 2 });
    const [first, second] = [await call(pool, { do: 'thread' }), await call(pool, { do: 'thread' })] as {
      threadId: number;
    }[];
    expect(second?.threadId).toBe(first?.threadId);
  });

  it('that come while an idle thread is being ended go to another one', async () => {
    const pool = open({ concurrency: 2 });
    await call(pool, { do: 'echo' });
    // The pool ends the thread in this very moment; that takes it some milliseconds.
    await new Promise((resolve) => setTimeout(resolve, idleLimitMs));
    expect(await call(pool, { do: 'echo' })).toEqual({ do: 'echo' });
  });
});

describe('a pool that is closed', () => {
  it('ends what runs, starts nothing that waits, and takes no more', async () => {
    const pool = open({ concurrency: 1 });
    const running = failureOf(pool, { do: 'hang' });
    const waiting = failureOf(pool, { do: 'echo' });
    await pool.close();
    for (const failure of [running, waiting, failureOf(pool, { do: 'echo' })])
      expect((await failure).name).toBe('Runtime.ExitError');
  });
});
