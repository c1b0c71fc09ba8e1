import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { PhotoRecord } from '#core/photo/record.ts';
import { batchGet, queryAll } from './document-client.ts';

/** Photos of flights: partition flightId, sort `<spec>#<photoId>`. */
export interface PhotosTable {
  put(record: PhotoRecord): Promise<void>;
  /** The records of some photos by photo id. */
  getMany(flightId: string, spec: string, photoIds: readonly string[]): Promise<Map<string, PhotoRecord>>;
  /** The records of photos of several flights. */
  getAcross(
    keys: readonly { readonly flightId: string; readonly spec: string; readonly photoId: string }[],
  ): Promise<PhotoRecord[]>;
  /** Up to `limit` records of a flight for one sheet spec behind a photo id, in the order of photo ids. */
  page(flightId: string, spec: string, from: { after: string; limit: number }): Promise<PhotoRecord[]>;
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
    getAcross: (keys) =>
      batchGet<PhotoRecord>(
        client,
        table,
        keys.map(({ flightId, spec, photoId }) => ({ flightId, sk: `${spec}#${photoId}` })),
      ),
    async page(flightId, spec, { after, limit }) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          Limit: limit,
          KeyConditionExpression: 'flightId = :flight and sk between :from and :to',
          ExpressionAttributeValues: {
            ':flight': flightId,
            // Photo ids are of hexadecimal digits: `!` comes before, `g` behind all of them.
            ':from': `${spec}#${after}!`,
            ':to': `${spec}#g`,
          },
        }),
      );
      return Items as PhotoRecord[];
    },
    list: (flightId, spec) =>
      queryAll<PhotoRecord>(client, {
        TableName: table,
        KeyConditionExpression: 'flightId = :flight and begins_with(sk, :spec)',
        ExpressionAttributeValues: { ':flight': flightId, ':spec': `${spec}#` },
      }),
  };
}
