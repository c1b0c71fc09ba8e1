import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/lib-dynamodb';

export type Item = Record<string, unknown>;

/** A table that splits refuses writes for seconds; the SDK's usual three tries take less than one. */
const maxAttempts = 10;

/**
 * A DynamoDB client. Endpoint, region and credentials come from the environment: the embedded cloud sets
 * AWS_ENDPOINT_URL_DYNAMODB, nothing else differs.
 */
export function openDocumentClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts }), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/**
 * Every item with one of the keys, in no particular order; missing ones are left out. `T` is what was stored.
 * What was written a moment ago is seen: one step of a run reads what the step before it wrote.
 */
export async function batchGet<T>(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Item[],
): Promise<T[]> {
  const items: T[] = [];
  let waiting = [...keys];
  for (let attempt = 0; waiting.length > 0; attempt++) {
    const page = waiting.slice(0, 100);
    const answer = await client.send(
      new BatchGetCommand({ RequestItems: { [table]: { Keys: page, ConsistentRead: true } } }),
    );
    items.push(...((answer.Responses?.[table] ?? []) as T[]));
    const unprocessed = (answer.UnprocessedKeys?.[table]?.Keys ?? []) as Item[];
    waiting = [...waiting.slice(100), ...unprocessed];
    if (unprocessed.length === page.length) await pause(Math.min(5_000, 50 * 2 ** attempt));
    else attempt = 0;
  }
  return items;
}

/** Writes items, 25 to a call, over what has the same keys. */
export async function batchPut(
  client: DynamoDBDocumentClient,
  table: string,
  items: readonly Item[],
): Promise<void> {
  let waiting = items.map((Item) => ({ PutRequest: { Item } }));
  for (let attempt = 0; waiting.length > 0; attempt++) {
    const page = waiting.slice(0, 25);
    const answer = await client.send(new BatchWriteCommand({ RequestItems: { [table]: page } }));
    const unprocessed = (answer.UnprocessedItems?.[table] ?? []) as typeof page;
    waiting = [...waiting.slice(25), ...unprocessed];
    if (unprocessed.length === page.length) await pause(Math.min(5_000, 50 * 2 ** attempt));
    else attempt = 0;
  }
}

/** Every item of a query, page by page. `T` is what was stored. */
export async function* queryAll<T>(
  client: DynamoDBDocumentClient,
  input: QueryCommandInput,
): AsyncGenerator<T> {
  let start: Item | undefined;
  do {
    const page = await client.send(
      new QueryCommand({ ...input, ...(start === undefined ? {} : { ExclusiveStartKey: start }) }),
    );
    yield* (page.Items ?? []) as T[];
    start = page.LastEvaluatedKey;
  } while (start !== undefined);
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
