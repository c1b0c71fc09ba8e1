import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { ReviewRecord } from '#core/photo/record.ts';
import { queryAll } from './document-client.ts';

/** Tiles that wait for a biologist: partition runId, sort tileId. */
export interface ReviewsTable {
  /** Adds a tile unless it is there: an answered one is never reset. */
  add(record: ReviewRecord): Promise<void>;
  list(runId: string): AsyncIterable<ReviewRecord>;
}

export function reviewsTable(client: DynamoDBDocumentClient, table: string): ReviewsTable {
  return {
    async add(record) {
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: record,
            ConditionExpression: 'attribute_not_exists(tileId)',
          }),
        );
      } catch (error) {
        if (!(error instanceof Error && error.name === 'ConditionalCheckFailedException')) throw error;
      }
    },
    list: (runId) =>
      queryAll<ReviewRecord>(client, {
        TableName: table,
        KeyConditionExpression: 'runId = :run',
        ExpressionAttributeValues: { ':run': runId },
      }),
  };
}
