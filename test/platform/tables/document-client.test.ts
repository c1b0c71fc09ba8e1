import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { batchGet, batchPut, queryAll } from '#platform/tables/document-client.ts';
import { type FakeCall, type FakeService, startFakeService } from '../aws/fake-service.ts';
import { collect } from '../streams.ts';

let service: FakeService;
let client: DynamoDBDocumentClient;
beforeAll(async () => {
  service = await startFakeService();
  client = DynamoDBDocumentClient.from(new DynamoDBClient(service.config));
});
beforeEach(() => {
  service.calls.length = 0;
});
afterAll(() => service.close());

type Key = Record<string, { S: string }>;

function keysOf({ input }: FakeCall): Key[] {
  return (input['RequestItems'] as { things: { Keys: Key[] } }).things.Keys;
}

function itemsOf({ input }: FakeCall): { PutRequest: { Item: Key } }[] {
  return (input['RequestItems'] as { things: { PutRequest: { Item: Key } }[] }).things;
}

describe('getting many items', () => {
  const keys = Array.from({ length: 250 }, (_, i) => ({ id: `k-${i}` }));

  it('asks again for those that a busy table left out', async () => {
    // The table answers at most 40 items of a call.
    service.answer = (call) => {
      const asked = keysOf(call);
      const rest = asked.slice(40);
      return {
        Responses: { things: asked.slice(0, 40) },
        UnprocessedKeys: rest.length === 0 ? {} : { things: { Keys: rest } },
      };
    };
    const items = await batchGet<{ id: string }>(client, 'things', keys);
    expect(items.map(({ id }) => id).toSorted()).toEqual(keys.map(({ id }) => id).toSorted());
    expect(service.calls.every((call) => keysOf(call).length <= 100)).toBe(true);
  });

  it('waits and tries again when it was given nothing at all', async () => {
    service.answer = (call) =>
      service.calls.length < 3
        ? { Responses: { things: [] }, UnprocessedKeys: { things: { Keys: keysOf(call) } } }
        : { Responses: { things: keysOf(call) }, UnprocessedKeys: {} };
    const startMs = performance.now();
    expect(await batchGet(client, 'things', keys.slice(0, 3))).toHaveLength(3);
    expect(service.calls).toHaveLength(3);
    expect(performance.now() - startMs).toBeGreaterThanOrEqual(140);
  });

  it('asks nothing for no keys', async () => {
    expect(await batchGet(client, 'things', [])).toEqual([]);
    expect(service.calls).toEqual([]);
  });
});

describe('putting many items', () => {
  const items = Array.from({ length: 70 }, (_, i) => ({ id: `k-${i}` }));

  it('puts 25 at a time, and those again that a busy table left out', async () => {
    const stored: string[] = [];
    service.answer = (call) => {
      const asked = itemsOf(call);
      stored.push(...asked.slice(0, 10).map(({ PutRequest }) => PutRequest.Item['id']!.S));
      const rest = asked.slice(10);
      return { UnprocessedItems: rest.length === 0 ? {} : { things: rest } };
    };
    await batchPut(client, 'things', items);
    expect(stored.toSorted()).toEqual(items.map(({ id }) => id).toSorted());
    expect(service.calls.every((call) => itemsOf(call).length <= 25)).toBe(true);
  });

  it('asks nothing for no items', async () => {
    await batchPut(client, 'things', []);
    expect(service.calls).toEqual([]);
  });
});

describe('a query', () => {
  it('goes on page by page, over empty pages too', async () => {
    const pages = [['a', 'b'], [], ['c']];
    service.answer = () => {
      const page = service.calls.length - 1;
      const Items = pages[page]!.map((id) => ({ id: { S: id } }));
      return page === pages.length - 1
        ? { Items }
        : { Items, LastEvaluatedKey: { id: { S: `page-${page}` } } };
    };
    const items = await collect(queryAll<{ id: string }>(client, { TableName: 'things' }));
    expect(items.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(service.calls.map(({ input }) => input['ExclusiveStartKey'])).toEqual([
      undefined,
      { id: { S: 'page-0' } },
      { id: { S: 'page-1' } },
    ]);
  });
});
