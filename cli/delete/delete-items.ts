import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { setTimeout as pause } from 'node:timers/promises';
import { requireEnvironment } from '#platform/environment.ts';
import { queryAll } from '#platform/tables/document-client.ts';
import type { ItemTrace } from './flight-traces.ts';

type Key = Record<string, string>;

/** Deletes the items of a partition, or only counts them. @returns how many there were */
export async function deleteItems(
  client: DynamoDBDocumentClient,
  { table, partition: [name, value], sort, only }: ItemTrace,
  dryRun: boolean,
): Promise<number> {
  const TableName = requireEnvironment(table);
  const items = queryAll<Key>(client, {
    TableName,
    KeyConditionExpression: `#partition = :value${only === undefined ? '' : ' AND #sort = :only'}`,
    ProjectionExpression: '#partition, #sort',
    ExpressionAttributeNames: { '#partition': name, '#sort': sort },
    ExpressionAttributeValues: { ':value': value, ...(only === undefined ? {} : { ':only': only }) },
    ConsistentRead: true,
  });
  let count = 0;
  let page: Key[] = [];
  for await (const item of items) {
    count++;
    page.push({ [name]: item[name]!, [sort]: item[sort]! });
    if (page.length < 25) continue;
    if (!dryRun) await deleteKeys(client, TableName, page);
    page = [];
  }
  if (!dryRun && page.length > 0) await deleteKeys(client, TableName, page);
  return count;
}

/** Deletes at most 25 items by their keys. */
export async function deleteKeys(
  client: DynamoDBDocumentClient,
  table: string,
  keys: readonly Key[],
): Promise<void> {
  let waiting = keys.map((Key) => ({ DeleteRequest: { Key } }));
  for (let attempt = 0; waiting.length > 0; attempt++) {
    const answer = await client.send(new BatchWriteCommand({ RequestItems: { [table]: waiting } }));
    waiting = (answer.UnprocessedItems?.[table] ?? []) as typeof waiting;
    if (waiting.length > 0) await pause(Math.min(5_000, 50 * 2 ** attempt));
  }
}
