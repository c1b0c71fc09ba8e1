import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ReviewRecord } from '#core/photo/record.ts';
import { batchGet, batchPut, queryAll } from './document-client.ts';

/** Tiles that wait for a biologist: partition runId, sort tileId. */
export interface ReviewsTable {
  /**
   * Adds the tiles that are not there: an answered one is never reset. One look and few calls for many tiles, so two
   * must not add the same tile at the same moment: the workflow gives each photo to one batch.
   */
  addMany(records: readonly ReviewRecord[]): Promise<void>;
  /** Those of some tiles that were asked about, by `<photo>-<tile>`. */
  getMany(runId: string, tileIds: readonly string[]): Promise<Map<string, ReviewRecord>>;
  list(runId: string): AsyncIterable<ReviewRecord>;
}

export function reviewsTable(client: DynamoDBDocumentClient, table: string): ReviewsTable {
  return {
    async addMany(records) {
      const keys = records.map(({ runId, tileId }) => ({ runId, tileId }));
      const known = new Set((await batchGet<ReviewRecord>(client, table, keys)).map(idOf));
      const missing = records.filter((record) => !known.has(idOf(record)));
      await batchPut(
        client,
        table,
        missing.map((record) => ({ ...record })),
      );
    },
    async getMany(runId, tileIds) {
      const keys = tileIds.map((tileId) => ({ runId, tileId }));
      const records = await batchGet<ReviewRecord>(client, table, keys);
      return new Map(records.map((record) => [record.tileId, record]));
    },
    list: (runId) =>
      queryAll<ReviewRecord>(client, {
        TableName: table,
        KeyConditionExpression: 'runId = :run',
        ExpressionAttributeValues: { ':run': runId },
      }),
  };
}

function idOf({ runId, tileId }: ReviewRecord): string {
  return `${runId}/${tileId}`;
}
