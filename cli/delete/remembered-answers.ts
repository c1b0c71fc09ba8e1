import { type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { deleteKeys } from './delete-items.ts';
import { requireEnvironment } from '#platform/environment.ts';

/**
 * Deletes what the API remembers of changes to a flight, so that a repeated call gets the first result: for two weeks it
 * holds labels and uploads by the person who made them.
 * @returns how many there were
 */
export async function forgetAnswers(
  client: DynamoDBDocumentClient,
  names: readonly string[],
  dryRun: boolean,
): Promise<number> {
  const TableName = requireEnvironment('idempotencyTable');
  let count = 0;
  for await (const { Items = [] } of paginateScan({ client }, { TableName })) {
    const found = Items.filter((item) => mentions(item, names)).map(({ id }) => ({ id: String(id) }));
    count += found.length;
    if (dryRun) continue;
    for (let at = 0; at < found.length; at += 25)
      await deleteKeys(client, TableName, found.slice(at, at + 25));
  }
  return count;
}

/** Whether a text in the item is one of the names, or begins with one and a separator, as ids of runs and tiles do. */
function mentions(value: unknown, names: readonly string[]): boolean {
  if (typeof value === 'string')
    return names.some((name) => value === name || new RegExp(`(^|[/"])${name}([/"~:#-]|$)`).test(value));
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some((inner) => mentions(inner, names));
}
