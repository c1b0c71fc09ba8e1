import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReviewRecord } from '#core/photo/record.ts';
import { type ReviewsTable, reviewsTable } from '#platform/tables/reviews-table.ts';
import { type FakeCall, type FakeService, startFakeService } from '../aws/fake-service.ts';

let service: FakeService;
let reviews: ReviewsTable;
beforeAll(async () => {
  service = await startFakeService();
  reviews = reviewsTable(DynamoDBDocumentClient.from(new DynamoDBClient(service.config)), 'reviews');
});
beforeEach(() => {
  service.calls.length = 0;
});
afterAll(() => service.close());

function record(tile: number): ReviewRecord {
  const photoId = '0'.repeat(20);
  return {
    runId: 'run-1',
    tileId: `${photoId}-${tile}`,
    flightId: 'meadow-1',
    photoId,
    tile,
    reason: 'uncertain',
    confidence: 0.5,
    key: `tiles/run-1/${photoId}-${tile}.jpg`,
    state: 'open',
  };
}

const records = Array.from({ length: 60 }, (_, tile) => record(tile));

interface Put {
  readonly PutRequest: { readonly Item: { readonly tileId: { readonly S: string } } };
}

function putsOf({ input }: FakeCall): Put[] {
  return (input['RequestItems'] as { reviews: Put[] }).reviews;
}

/** A table that knows some tiles, and of each call takes so many items. */
function answering(known: readonly ReviewRecord[], mostItems: number) {
  return (call: FakeCall) => {
    if (call.operation === 'BatchGetItem')
      return {
        Responses: {
          reviews: known.map(({ runId, tileId }) => ({ runId: { S: runId }, tileId: { S: tileId } })),
        },
      };
    const rest = putsOf(call).slice(mostItems);
    return { UnprocessedItems: rest.length === 0 ? {} : { reviews: rest } };
  };
}

const writes = () => service.calls.filter(({ operation }) => operation === 'BatchWriteItem');

describe('adding many tiles to review', () => {
  it('takes one look and one call for each 25 tiles', async () => {
    service.answer = answering([], 25);
    await reviews.addMany(records);
    expect(service.calls.map(({ operation }) => operation)).toEqual([
      'BatchGetItem',
      'BatchWriteItem',
      'BatchWriteItem',
      'BatchWriteItem',
    ]);
    const written = writes().flatMap((call) =>
      putsOf(call).map(({ PutRequest }) => PutRequest.Item.tileId.S),
    );
    expect(written).toEqual(records.map(({ tileId }) => tileId));
  });

  it('looks at what was written a moment ago', async () => {
    service.answer = answering([], 25);
    await reviews.addMany(records.slice(0, 1));
    expect(service.calls[0]?.input).toMatchObject({ RequestItems: { reviews: { ConsistentRead: true } } });
  });

  it('writes again what a busy table left out', async () => {
    service.answer = answering([], 10);
    await reviews.addMany(records.slice(0, 24));
    expect(writes().map((call) => putsOf(call).length)).toEqual([24, 14, 4]);
  });

  it('writes nothing over what is there', async () => {
    service.answer = answering(records.slice(1), 25);
    await reviews.addMany(records);
    expect(writes().map((call) => putsOf(call).map(({ PutRequest }) => PutRequest.Item.tileId.S))).toEqual([
      [records[0]!.tileId],
    ]);
    service.calls.length = 0;
    service.answer = answering(records, 25);
    await reviews.addMany(records);
    expect(writes()).toEqual([]);
  });

  it('calls nobody for no tile', async () => {
    await reviews.addMany([]);
    expect(service.calls).toEqual([]);
  });
});
