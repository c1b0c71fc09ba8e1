import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { FieldMark } from '#core/label/field-mark.ts';
import { queryAll } from './document-client.ts';

/** What crews found, append-only: partition flightId, sort `<sighting>#<seq>`. */
export interface FieldMarksTable {
  /** Adds a mark; `taken` when another one with its number at the sighting is there. */
  append(mark: FieldMark): Promise<'appended' | 'taken'>;
  /** Every mark of a flight, by sighting, then in the order in which they were made. */
  list(flightId: string): AsyncIterable<FieldMark>;
}

export function fieldMarksTable(client: DynamoDBDocumentClient, table: string): FieldMarksTable {
  return {
    async append(mark) {
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: { ...mark, sk: `${mark.sightingId}#${String(mark.seq).padStart(6, '0')}` },
            ConditionExpression: 'attribute_not_exists(sk)',
          }),
        );
        return 'appended';
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'taken';
        throw error;
      }
    },
    list: (flightId) =>
      queryAll<FieldMark>(client, {
        TableName: table,
        KeyConditionExpression: 'flightId = :flight',
        ExpressionAttributeValues: { ':flight': flightId },
        ConsistentRead: true,
      }),
  };
}
