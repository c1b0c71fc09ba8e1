import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Label } from '#core/label/label.ts';
import type { TileIdentity } from '#core/label/tile-identity.ts';
import { batchGet, queryAll } from './document-client.ts';

/** Answers on tiles, append-only: partition flightId, sort `<photo>#<tiling>#<index>#<seq>`. */
export interface LabelsTable {
  /** Adds a label; `taken` when another one with its number in the tile is there. */
  append(label: Label): Promise<'appended' | 'taken'>;
  /** Every label of a tile, the first one first. What was written a moment ago is seen. */
  history(tile: TileIdentity): Promise<Label[]>;
  /** Of some tiles those that have a label, standing or not. */
  whichHaveAny<Tile extends TileIdentity>(tiles: readonly Tile[]): Promise<Tile[]>;
  /** Every label of a flight, or of one photo of it: by photo, tiling, tile, then in the order in which they were given. */
  list(flightId: string, photoId?: string): AsyncIterable<Label>;
}

export function labelsTable(client: DynamoDBDocumentClient, table: string): LabelsTable {
  const query = (flightId: string, prefix: string) =>
    queryAll<Label & { sk?: string }>(client, {
      TableName: table,
      KeyConditionExpression:
        prefix === '' ? 'flightId = :flight' : 'flightId = :flight and begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':flight': flightId, ...(prefix === '' ? {} : { ':prefix': prefix }) },
      ConsistentRead: true,
    });
  return {
    async append(label) {
      try {
        await client.send(
          new PutCommand({
            TableName: table,
            Item: { ...label, sk: `${tilePrefix(label)}${padded(label.seq)}` },
            ConditionExpression: 'attribute_not_exists(sk)',
          }),
        );
        return 'appended';
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return 'taken';
        throw error;
      }
    },
    async history(tile) {
      const labels: Label[] = [];
      for await (const item of query(tile.flightId, tilePrefix(tile))) labels.push(withoutKey(item));
      return labels;
    },
    async whichHaveAny(tiles) {
      const keys = new Map(
        tiles.map((tile) => [
          `${tile.flightId}/${firstKey(tile)}`,
          { flightId: tile.flightId, sk: firstKey(tile) },
        ]),
      );
      const found = await batchGet<{ flightId: string; sk: string }>(client, table, [...keys.values()]);
      const known = new Set(found.map(({ flightId, sk }) => `${flightId}/${sk}`));
      return tiles.filter((tile) => known.has(`${tile.flightId}/${firstKey(tile)}`));
    },
    async *list(flightId, photoId) {
      for await (const item of query(flightId, photoId === undefined ? '' : `${photoId}#`))
        yield withoutKey(item);
    },
  };
}

function tilePrefix({ photoId, tiling, tile }: Omit<TileIdentity, 'flightId'>): string {
  return `${photoId}#${tiling}#${padded(tile)}#`;
}

/** Where a tile's first label is: numbers begin with 1, and nothing is ever deleted. */
function firstKey(tile: Omit<TileIdentity, 'flightId'>): string {
  return `${tilePrefix(tile)}${padded(1)}`;
}

/** Digits enough that the order of texts is that of numbers. */
function padded(number: number): string {
  return String(number).padStart(6, '0');
}

function withoutKey({ sk: _sk, ...label }: Label & { sk?: string }): Label {
  return label;
}
