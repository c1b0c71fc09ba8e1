import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { openDocumentClient } from '#platform/tables/document-client.ts';
import {
  type QueueEntry,
  type ReviewQueueTable,
  reviewQueueTable,
} from '#platform/tables/review-queue-table.ts';
import { startDynalite } from './dynalite.ts';

let queue: ReviewQueueTable;
beforeAll(async () => {
  await startDynalite();
  queue = reviewQueueTable(openDocumentClient(), 'umbel-review-queue');
});

const [ida, bo] = ['ida', 'bo'];
const holdersOf = async (tileId: string, nowS: number) =>
  (await queue.holds(nowS)).filter((hold) => hold.tileId === tileId).map(({ who }) => who);

describe('a tile on a screen', () => {
  it('is given to one of twenty people who ask at once', async () => {
    const people = Array.from({ length: 20 }, (_, i) => `person-${i}`);
    const given = await Promise.all(
      people.map((who) => queue.hold({ tileId: 'one', who, expiration: 100 }, 50)),
    );
    expect(given.filter(Boolean)).toHaveLength(1);
    expect(await holdersOf('one', 50)).toEqual([people[given.indexOf(true)]]);
  });

  it('is held for longer by who holds it, and by nobody else', async () => {
    expect(await queue.hold({ tileId: 'two', who: ida, expiration: 100 }, 50)).toBe(true);
    expect(await queue.hold({ tileId: 'two', who: bo, expiration: 200 }, 99)).toBe(false);
    expect(await queue.hold({ tileId: 'two', who: ida, expiration: 150 }, 60)).toBe(true);
    expect(await holdersOf('two', 149)).toEqual([ida]);
  });

  it('is free when its time has passed', async () => {
    await queue.hold({ tileId: 'three', who: ida, expiration: 100 }, 50);
    expect(await holdersOf('three', 100)).toEqual([]);
    expect(await queue.hold({ tileId: 'three', who: bo, expiration: 200 }, 100)).toBe(true);
    expect(await holdersOf('three', 101)).toEqual([bo]);
  });

  it('is given back by who holds it, and by nobody else', async () => {
    await queue.hold({ tileId: 'four', who: ida, expiration: 1_000 }, 50);
    await queue.release({ tileId: 'four', who: bo });
    expect(await holdersOf('four', 60)).toEqual([ida]);
    await queue.release({ tileId: 'four', who: ida });
    expect(await holdersOf('four', 60)).toEqual([]);
    await queue.release({ tileId: 'never-held', who: ida });
  });

  it('is seen behind thousands of others', async () => {
    // More than the one MB that a query gives at once.
    const who = 'x'.repeat(5_000);
    const tiles = Array.from({ length: 300 }, (_, i) => `many-${i}`);
    await Promise.all(tiles.map((tileId) => queue.hold({ tileId, who, expiration: 5_000 }, 4_000)));
    expect((await queue.holds(4_000)).filter((hold) => hold.who === who)).toHaveLength(300);
  });

  it('leaves nothing behind for ever', async () => {
    const client = openDocumentClient();
    const everything = { TableName: 'umbel-review-queue', Select: 'COUNT' } as const;
    for (let i = 0; i < 40; i++) expect(await queue.holds(9_999)).toEqual([]);
    expect((await client.send(new ScanCommand(everything))).Count).toBe(0);
  });
});

const entry = (tile: number, of: Pick<QueueEntry, 'reason' | 'firstBy'>): QueueEntry => ({
  flightId: 'counted',
  photoId: 'photo',
  tiling: 'grid:2x2',
  tile,
  runId: 'run',
  confidence: 0.5,
  value: 0.9,
  photoName: 'photo.jpg',
  box: { leftPx: 0, topPx: 0, widthPx: 1, heightPx: 1 },
  cols: 2,
  widthPx: 1,
  heightPx: 1,
  key: '',
  version: 0,
  ...of,
});

describe('how many wait', () => {
  it('can be counted for a reason, and without second opinions on own answers', async () => {
    await queue.addMany([
      entry(0, { reason: 'uncertain' }),
      entry(1, { reason: 'uncertain' }),
      entry(2, { reason: 'audit' }),
      entry(3, { reason: 'second-opinion', firstBy: ida }),
    ]);
    expect(await queue.count('counted', 100)).toBe(4);
    expect(await queue.count('counted', 100, { reason: 'audit' })).toBe(1);
    expect(await queue.count('counted', 100, { notFirstBy: ida })).toBe(3);
    expect(await queue.count('counted', 100, { notFirstBy: bo })).toBe(4);
    expect(await queue.count('counted', 100, { reason: 'second-opinion', notFirstBy: ida })).toBe(0);
    expect(await queue.count('counted', 2, { notFirstBy: bo })).toBe(2);
  });
});
