import { ConditionalCheckFailedException, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, paginateScan, PutCommand } from '@aws-sdk/lib-dynamodb';
import pLimit from 'p-limit';
import { isDeepStrictEqual } from 'node:util';
import { keyAttributes } from './restore-table.ts';

/** What of a former table is no longer in the present one. */
export interface ItemsBrought {
  /** Items that the former table holds. */
  readonly items: number;
  /** Items that were missing: put back, unless it was a dry run. */
  readonly missing: number;
  /** Items that differ. They stay as they are now: which one is right, a person says. */
  readonly different: readonly Readonly<Record<string, unknown>>[];
}

type Item = Record<string, unknown>;

/** Most keys that are named; the number tells of the rest. */
const namedMax = 20;
const inFlight = 16;

/**
 * Puts back what a former table holds and the present one does not. Each item is put under the condition that its key is
 * free, so nothing that was written since is lost, whatever happens at the same time.
 */
export async function bringItems(
  { from, to, dryRun }: { readonly from: string; readonly to: string; readonly dryRun: boolean },
  base: DynamoDBClient = new DynamoDBClient({}),
): Promise<ItemsBrought & { readonly differing: number }> {
  const client = DynamoDBDocumentClient.from(base);
  const keys = await keyAttributes(to, base);
  const found = { items: 0, missing: 0, differing: 0 };
  const different: Item[] = [];
  const limit = pLimit(inFlight);
  for await (const { Items = [] } of paginateScan({ client }, { TableName: from, ConsistentRead: true })) {
    found.items += Items.length;
    await limit.map(Items, async (item: Item) => {
      const key = Object.fromEntries(keys.map((name) => [name, item[name]]));
      const { Item: present } = await client.send(
        new GetCommand({ TableName: to, Key: key, ConsistentRead: true }),
      );
      if (present === undefined) {
        found.missing++;
        if (!dryRun) await putIfFree(client, { table: to, item, keyName: keys[0]! });
      } else if (!isDeepStrictEqual(present, item)) {
        found.differing++;
        if (different.length < namedMax) different.push(key);
      }
    });
  }
  return { ...found, different };
}

/** Somebody may have put it back in the meantime. */
async function putIfFree(
  client: DynamoDBDocumentClient,
  { table, item, keyName }: { table: string; item: Item; keyName: string },
): Promise<void> {
  try {
    await client.send(
      new PutCommand({
        TableName: table,
        Item: item,
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': keyName },
      }),
    );
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
  }
}
