import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { PhotoRecord } from '#core/photo/record.ts';
import { batchGet, queryAll } from './document-client.ts';

/** Photos of flights: partition flightId, sort `<spec>#<photoId>`. */
export interface PhotosTable {
  put(record: PhotoRecord): Promise<void>;
  /** The records of some photos by photo id. */
  getMany(flightId: string, spec: string, photoIds: readonly string[]): Promise<Map<string, PhotoRecord>>;
  /** Every record of a flight for one sheet spec, in the order of photo ids. */
  list(flightId: string, spec: string): AsyncIterable<PhotoRecord>;
}

export function photosTable(client: DynamoDBDocumentClient, table: string): PhotosTable {
  return {
    async put(record) {
      await client.send(
        new PutCommand({ TableName: table, Item: { ...record, sk: `${record.spec}#${record.photoId}` } }),
      );
    },
    async getMany(flightId, spec, photoIds) {
      const keys = photoIds.map((photoId) => ({ flightId, sk: `${spec}#${photoId}` }));
      const records = await batchGet<PhotoRecord>(client, table, keys);
      return new Map(records.map((record) => [record.photoId, record]));
    },
    list: (flightId, spec) =>
      queryAll<PhotoRecord>(client, {
        TableName: table,
        KeyConditionExpression: 'flightId = :flight and begins_with(sk, :spec)',
        ExpressionAttributeValues: { ':flight': flightId, ':spec': `${spec}#` },
      }),
  };
}
