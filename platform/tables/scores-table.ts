import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ScoreRecord } from '#core/photo/record.ts';
import { batchGet, queryAll } from './document-client.ts';

/** Packed scores: partition runId, sort photoId; one item per photo and run. */
export interface ScoresTable {
  put(record: ScoreRecord): Promise<void>;
  getMany(runId: string, photoIds: readonly string[]): Promise<Map<string, ScoreRecord>>;
  /** The records of photos of several runs. */
  getAcross(keys: readonly { readonly runId: string; readonly photoId: string }[]): Promise<ScoreRecord[]>;
  /** Every record of a run in the order of photo ids. */
  list(runId: string): AsyncIterable<ScoreRecord>;
}

export function scoresTable(client: DynamoDBDocumentClient, table: string): ScoresTable {
  return {
    async put(record) {
      await client.send(new PutCommand({ TableName: table, Item: record }));
    },
    async getMany(runId, photoIds) {
      const keys = photoIds.map((photoId) => ({ runId, photoId }));
      const records = await batchGet<ScoreRecord>(client, table, keys);
      return new Map(records.map((record) => [record.photoId, record]));
    },
    getAcross: (keys) =>
      batchGet<ScoreRecord>(
        client,
        table,
        keys.map(({ runId, photoId }) => ({ runId, photoId })),
      ),
    list: (runId) =>
      queryAll<ScoreRecord>(client, {
        TableName: table,
        KeyConditionExpression: 'runId = :run',
        ExpressionAttributeValues: { ':run': runId },
      }),
  };
}
