import { describe, expect, it } from 'vitest';
import { type MemoryQueue, memoryQueue } from '#platform/local/queue.ts';
import type { QueueMessage } from '#platform/ports.ts';

interface TestQueue {
  readonly queue: MemoryQueue;
  readonly dead: string[];
  /** Lets time pass for the queue. */
  readonly pass: (seconds: number) => void;
  readonly take: (visibilityS?: number) => Promise<QueueMessage | undefined>;
}

function testQueue(maxReceiveCount = 3): TestQueue {
  let nowMs = 1_000_000;
  const dead: string[] = [];
  const clock = { now: () => new Date(nowMs) };
  const queue = memoryQueue({ maxReceiveCount, clock, onDead: (body) => dead.push(body) });
  return {
    queue,
    dead,
    pass(seconds) {
      nowMs += seconds * 1000;
    },
    take: (visibilityS = 30) => queue.receive({ waitS: 0, visibilityS }),
  };
}

describe('a message', () => {
  it('is taken in the order in which it was sent, once', async () => {
    const { queue, take } = testQueue();
    queue.send('a');
    queue.send('b');
    expect([(await take())?.body, (await take())?.body, await take()]).toEqual(['a', 'b', undefined]);
  });

  it('comes back when its time is over, with a new receipt and a higher count', async () => {
    const { queue, take, pass } = testQueue();
    queue.send('a');
    const first = await take(30);
    pass(29.9);
    expect(await take()).toBeUndefined();
    pass(0.1);
    const second = await take();
    expect(second).toMatchObject({ body: 'a', messageId: first?.messageId, receiveCount: 2 });
    expect(second?.receipt).not.toBe(first?.receipt);
  });

  it('counts until it is deleted, hidden or not', async () => {
    const { queue, take } = testQueue();
    queue.send('a');
    const message = await take(30);
    expect(queue.size()).toBe(1);
    queue.delete(message?.receipt ?? '');
    expect(queue.size()).toBe(0);
  });

  it('stays hidden as long as it is extended, from now on', async () => {
    const { queue, take, pass } = testQueue();
    queue.send('a');
    const message = await take(30);
    pass(20);
    queue.extend(message!.receipt, 30);
    pass(29);
    expect(await take()).toBeUndefined();
    pass(1);
    expect((await take())?.receiveCount).toBe(2);
  });

  it('is gone when deleted', async () => {
    const { queue, take, pass } = testQueue();
    queue.send('a');
    queue.delete((await take())!.receipt);
    pass(1000);
    expect(await take()).toBeUndefined();
  });

  it('is neither deleted, extended nor shown by the receipt of a former delivery', async () => {
    const { queue, take, pass } = testQueue();
    queue.send('a');
    const old = await take(30);
    pass(30);
    const current = await take(30);
    queue.delete(old!.receipt);
    queue.release([old!.receipt]);
    queue.extend(old!.receipt, 1000);
    expect(await take()).toBeUndefined();
    pass(30);
    expect(await take()).toMatchObject({ messageId: current?.messageId, receiveCount: 3 });
  });

  it('is shown at once when its worker died', async () => {
    const { queue, take } = testQueue();
    queue.send('a');
    queue.send('b');
    const held = [await take(), await take()].map((message) => message!.receipt);
    queue.release(held);
    expect([(await take())?.receiveCount, (await take())?.receiveCount]).toEqual([2, 2]);
  });

  it('that nobody finishes goes to the dead letters, and the next one is taken', async () => {
    const { queue, take, pass, dead } = testQueue(2);
    queue.send('poison');
    for (let i = 0; i < 2; i++) {
      expect((await take(1))?.body).toBe('poison');
      pass(1);
    }
    queue.send('good');
    expect((await take())?.body).toBe('good');
    expect(dead).toEqual(['poison']);
    pass(1000);
    expect((await take())?.body).toBe('good');
    expect(dead).toEqual(['poison']);
  });
});

describe('a worker', () => {
  it('that waits is woken by the next message', async () => {
    const { queue } = testQueue();
    const startMs = performance.now();
    const receiving = queue.receive({ waitS: 20, visibilityS: 30 });
    setTimeout(() => queue.send('a'), 20);
    expect((await receiving)?.body).toBe('a');
    expect(performance.now() - startMs).toBeLessThan(10_000);
  });

  it('that waits is woken by a message that another one gives back', async () => {
    const { queue, take } = testQueue();
    queue.send('a');
    const held = await take();
    const startMs = performance.now();
    const receiving = queue.receive({ waitS: 20, visibilityS: 30 });
    queue.release([held!.receipt]);
    expect((await receiving)?.receiveCount).toBe(2);
    expect(performance.now() - startMs).toBeLessThan(10_000);
  });

  it('waits no longer than it said', async () => {
    const startMs = performance.now();
    expect(await testQueue().queue.receive({ waitS: 0.1, visibilityS: 30 })).toBeUndefined();
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(95);
  });

  it('is one of several: each message goes to one of them', async () => {
    const { queue } = testQueue();
    const workers = [1, 2, 3].map(() => queue.receive({ waitS: 1, visibilityS: 30 }));
    for (const body of ['a', 'b', 'c']) queue.send(body);
    const bodies = (await Promise.all(workers)).map((message) => message?.body ?? '');
    expect(bodies.toSorted()).toEqual(['a', 'b', 'c']);
  });

  it('that died while it waited takes nothing from the others', async () => {
    const { queue, take } = testQueue();
    const gone = new AbortController();
    const waiting = queue.receive({ waitS: 20, visibilityS: 30, signal: gone.signal });
    gone.abort();
    queue.send('a');
    expect(await waiting).toBeUndefined();
    expect(await take()).toMatchObject({ body: 'a', receiveCount: 1 });
  });

  it('gets nothing from a queue that was closed, at once', async () => {
    const { queue } = testQueue();
    const startMs = performance.now();
    const receiving = queue.receive({ waitS: 20, visibilityS: 30 });
    queue.send('never handled');
    await receiving;
    const second = queue.receive({ waitS: 20, visibilityS: 30 });
    queue.close();
    expect(await second).toBeUndefined();
    expect(performance.now() - startMs).toBeLessThan(10_000);
  });
});

describe('a queue that nobody serves any more', () => {
  it('gives up every message, those in hands too', async () => {
    const { queue, take } = testQueue();
    queue.send('a');
    queue.send('b');
    await take();
    const drained: string[] = [];
    queue.drain((body) => drained.push(body));
    expect(drained).toEqual(['a', 'b']);
    expect(await take()).toBeUndefined();
  });
});
