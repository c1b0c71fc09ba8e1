import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { UmbelError } from '#core/errors.ts';
import { connectRpc, type RpcChannel, type RpcHandlers, serveRpc } from '#platform/local/rpc.ts';

function end(mine: EventEmitter, other: EventEmitter): RpcChannel {
  return {
    send: (message) => setImmediate(() => other.emit('message', JSON.parse(JSON.stringify(message)))),
    on: (event, listener) => mine.on(event, listener),
  };
}

/** Two ends of a channel; everything passes through JSON, as between processes. */
function channels(): [RpcChannel, RpcChannel] {
  const ends = [new EventEmitter(), new EventEmitter()] as const;
  return [end(ends[0], ends[1]), end(ends[1], ends[0])];
}

function connect(handlers: RpcHandlers): ReturnType<typeof connectRpc> {
  const [here, there] = channels();
  serveRpc(there, handlers);
  return connectRpc(here);
}

describe('a call to the other process', () => {
  it('brings back the result', async () => {
    const call = connect({ add: ({ a, b }: { a: number; b: number }) => a + b, nothing: () => undefined });
    expect(await call('add', { a: 1, b: 2 })).toBe(3);
    expect(await call('nothing', {})).toBeUndefined();
  });

  it('among many brings back its own result, whatever comes first', async () => {
    const call = connect({
      wait: async (ms: number) => {
        await new Promise((resolve) => setTimeout(resolve, ms));
        return ms;
      },
    });
    expect(await Promise.all([30, 0, 15].map((ms) => call('wait', ms)))).toEqual([30, 0, 15]);
  });

  it('brings back an error by name and message', async () => {
    const call = connect({
      refuse: () => {
        throw new UmbelError({ code: 'queue.full', kind: 'try-again', message: 'No more than 10.' });
      },
      odd: () => Promise.reject('a text'),
    });
    await expect(call('refuse', {})).rejects.toMatchObject({
      code: 'queue.full',
      message: 'No more than 10.',
    });
    await expect(call('odd', {})).rejects.toMatchObject({ code: 'Error', message: 'a text' });
  });

  it.each(['unknown', 'toString', 'constructor', '__proto__'])(
    'of a method that is not there (%s) is an error',
    async (method) => {
      await expect(connect({ known: () => 1 })(method, {})).rejects.toThrow(`no method ${method}`);
    },
  );

  it('is not disturbed by other messages on the channel', async () => {
    const [here, there] = channels();
    serveRpc(there, { one: () => 1 });
    const call = connectRpc(here);
    for (const message of [null, 'text', 7, { type: 'ready' }, { umbelAnswer: 99, result: 'of nobody' }]) {
      here.send?.(message);
      there.send?.(message);
    }
    expect(await call('one', {})).toBe(1);
  });
});
