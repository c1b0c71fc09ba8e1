import {
  BatchWriteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
} from '@aws-sdk/lib-dynamodb';
import { hashUnit } from '#core/review/policy.ts';
import type { QueueReason } from '#core/review/queue.ts';
import type { TileIdentity } from '#core/label/tile-identity.ts';
import { formatTileId } from '#core/label/tile-identity.ts';
import type { PixelBox } from '#core/tiling/plan.ts';
import { batchPut, type Item } from './document-client.ts';
import { firstOfShards } from './first-of-shards.ts';
import { type ReviewHolds, reviewHolds } from './review-holds.ts';

/** A tile that waits for an answer, with everything that a page of the queue shows: a page is a few short queries. */
export interface QueueEntry extends TileIdentity {
  readonly runId: string;
  readonly reason: QueueReason;
  readonly confidence: number;
  /** 0..1: the queue is in this order, the highest first. */
  readonly value: number;
  readonly photoName: string;
  readonly box: PixelBox;
  readonly cols: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Key of the tile at full resolution in the review bucket. */
  readonly key: string;
  /** Of a second opinion: who gave the first one, and so is not asked. */
  readonly firstBy?: string;
  /** Answers ever given when it was put in the queue. */
  readonly version: number;
}

/** Which entries are counted; what is absent does not restrict. */
export interface CountedEntries {
  readonly reason?: QueueReason | undefined;
  /** Second opinions on this person's own answers are left out: somebody else is asked. */
  readonly notFirstBy?: string | undefined;
}

/**
 * The review queue: partitions `flight#<flight>` and, for all flights together, `all#<shard>`; sort `<rank>#<tile>`, so
 * that a query without any condition gives the most valuable tiles first. Partition `hold` says who has which tiles on
 * the screen.
 */
export interface ReviewQueueTable extends ReviewHolds {
  /** Puts tiles in the queue, over what is there of them. */
  addMany(entries: readonly QueueEntry[]): Promise<void>;
  remove(entries: readonly Pick<QueueEntry, keyof TileIdentity | 'value'>[]): Promise<void>;
  /** The next tiles of one flight or of all, the most valuable first. @param after `cursorOf` the last one that was seen */
  page(request: {
    flightId: string | undefined;
    after: string | undefined;
    limit: number;
  }): Promise<QueueEntry[]>;
  /** How many wait; at most `limit` entries are looked at. */
  count(flightId: string | undefined, limit: number, which?: CountedEntries): Promise<number>;
  /** The entry of a tile that stands at a value, if any. */
  get(tile: TileIdentity, value: number): Promise<QueueEntry | undefined>;
}

const shards = ['all#0', 'all#1', 'all#2', 'all#3'] as const;

/** Where an entry stands in its queue; also the cursor behind it. */
export function cursorOf(entry: TileIdentity & { readonly value: number }): string {
  const rank = 100_000 - Math.round(Math.min(1, Math.max(0, entry.value)) * 100_000);
  return `${String(rank).padStart(6, '0')}#${formatTileId(entry)}`;
}

export function reviewQueueTable(client: DynamoDBDocumentClient, table: string): ReviewQueueTable {
  const part = (queue: string, { after, limit }: { after: string | undefined; limit: number }) =>
    queryUpTo(client, table, { queue, after, limit });
  return {
    async addMany(entries) {
      await batchPut(
        client,
        table,
        entries.flatMap((entry) => keysOf(entry).map((key) => ({ ...entry, ...key }))),
      );
    },
    remove: (entries) => batchDelete(client, table, entries.flatMap(keysOf)),
    async page({ flightId, after, limit }) {
      if (flightId !== undefined) return part(`flight#${flightId}`, { after, limit });
      return firstOfShards({ shards, after, limit, placeOf: cursorOf }, part);
    },
    async count(flightId, limit, which = {}) {
      const queues = flightId === undefined ? shards : [`flight#${flightId}`];
      // Shards are as good as equal: none is counted further than its share of the limit.
      const share = Math.ceil(limit / queues.length);
      const counts = await Promise.all(
        queues.map((queue) => countUpTo(client, table, { queue, limit: share, ...which })),
      );
      return Math.min(
        limit,
        counts.reduce((sum, count) => sum + count, 0),
      );
    },
    async get(tile, value) {
      const Key = { queue: `flight#${tile.flightId}`, sk: cursorOf({ ...tile, value }) };
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      return Item as QueueEntry | undefined;
    },
    ...reviewHolds(client, table),
  };
}

function keysOf(entry: TileIdentity & { readonly value: number }): { queue: string; sk: string }[] {
  const sk = cursorOf(entry);
  const shard = shards[Math.floor(hashUnit(formatTileId(entry)) * shards.length)]!;
  return [
    { queue: `flight#${entry.flightId}`, sk },
    { queue: shard, sk },
  ];
}

interface PartRequest {
  readonly queue: string;
  readonly after?: string | undefined;
  readonly limit: number;
}

async function queryUpTo(
  client: DynamoDBDocumentClient,
  table: string,
  { queue, after, limit }: PartRequest,
): Promise<QueueEntry[]> {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      Limit: limit,
      KeyConditionExpression: after === undefined ? 'queue = :queue' : 'queue = :queue and sk > :after',
      ExpressionAttributeValues: { ':queue': queue, ...(after === undefined ? {} : { ':after': after }) },
      ConsistentRead: true,
    }),
  );
  return Items as QueueEntry[];
}

/** A count reads every entry, one MB a call: it stops at the limit. */
async function countUpTo(
  client: DynamoDBDocumentClient,
  table: string,
  { queue, limit, ...which }: PartRequest & CountedEntries,
): Promise<number> {
  const { filter, values } = conditionOf(which);
  let count = 0;
  let read = 0;
  let start: Item | undefined;
  do {
    const page = await client.send(
      new QueryCommand({
        TableName: table,
        Select: 'COUNT',
        Limit: limit - read,
        KeyConditionExpression: 'queue = :queue',
        ExpressionAttributeValues: { ':queue': queue, ...values },
        ...filter,
        ...(start === undefined ? {} : { ExclusiveStartKey: start }),
      }),
    );
    count += page.Count ?? 0;
    read += page.ScannedCount ?? 0;
    start = page.LastEvaluatedKey;
  } while (start !== undefined && read < limit);
  return count;
}

function conditionOf({ reason, notFirstBy }: CountedEntries): {
  filter: { FilterExpression?: string; ExpressionAttributeNames?: Record<string, string> };
  values: Record<string, string>;
} {
  const conditions = [
    ...(reason === undefined ? [] : ['#reason = :reason']),
    ...(notFirstBy === undefined ? [] : ['(attribute_not_exists(firstBy) or firstBy <> :who)']),
  ];
  return {
    filter: {
      ...(conditions.length === 0 ? {} : { FilterExpression: conditions.join(' and ') }),
      ...(reason === undefined ? {} : { ExpressionAttributeNames: { '#reason': 'reason' } }),
    },
    values: {
      ...(reason === undefined ? {} : { ':reason': reason }),
      ...(notFirstBy === undefined ? {} : { ':who': notFirstBy }),
    },
  };
}

async function batchDelete(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Item[],
): Promise<void> {
  let waiting = keys.map((Key) => ({ DeleteRequest: { Key } }));
  while (waiting.length > 0) {
    const page = waiting.slice(0, 25);
    const answer = await client.send(new BatchWriteCommand({ RequestItems: { [table]: page } }));
    waiting = [...((answer.UnprocessedItems?.[table] ?? []) as typeof page), ...waiting.slice(25)];
  }
}
