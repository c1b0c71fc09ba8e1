import {
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  TableAlreadyExistsException,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { UmbelError } from '#core/errors.ts';
import { explainAwsError } from './explain-error.ts';

/** Restoring takes DynamoDB some minutes for an empty table, and hours for a large one. */
const waitMaxS = 6 * 3600;

/**
 * Makes a table as it was at a moment, beside the present one; returns its name when it can be read.
 * Source: Amazon DynamoDB Developer Guide, "Restoring a table to a point in time".
 * @throws UmbelError `restore.table-there` when one of that moment is there already, `restore.table-left`
 */
export async function restoreTableBeside(
  table: string,
  at: Date,
  client: DynamoDBClient = new DynamoDBClient({}),
): Promise<string> {
  const beside = `${table}-restored-${at
    .toISOString()
    .replaceAll(/[^0-9]/g, '')
    .slice(0, 14)}`;
  const wish = { SourceTableName: table, TargetTableName: beside, RestoreDateTime: at };
  await client.send(new RestoreTableToPointInTimeCommand(wish)).catch((error: unknown) => {
    throw error instanceof TableAlreadyExistsException ? restoredTableThere(beside, error) : error;
  });
  try {
    await waitUntilTableExists(
      { client, maxWaitTime: waitMaxS, minDelay: 2, maxDelay: 20 },
      { TableName: beside },
    );
  } catch (error) {
    throw restoredTableLeft(beside, error);
  }
  return beside;
}

/**
 * Says that a restored table is left behind, since what was to be done with it failed. It stays on purpose: restoring it
 * once more takes as long as the first time.
 */
export function restoredTableLeft(beside: string, cause: unknown): UmbelError {
  const why = explainAwsError(cause, `Working with ${beside}`);
  return new UmbelError({
    code: 'restore.table-left',
    kind: why instanceof UmbelError ? why.kind : 'bug',
    message: `${why instanceof Error ? why.message : String(why)} The restored table ${beside} is left as it is.`,
    hint: handling(beside),
    cause: why,
  });
}

function restoredTableThere(beside: string, cause: unknown): UmbelError {
  return new UmbelError({
    code: 'restore.table-there',
    kind: 'conflict',
    message: `The table of that moment, ${beside}, was restored before and is still there.`,
    hint: handling(beside),
    cause,
  });
}

function handling(beside: string): string {
  return `Go on with it in place of --at: --from ${beside}. It costs money until it is deleted: aws dynamodb delete-table --table-name ${beside}`;
}

/** Removes a table that `restoreTableBeside` made. */
export async function removeRestored(
  beside: string,
  client: DynamoDBClient = new DynamoDBClient({}),
): Promise<void> {
  await client.send(new DeleteTableCommand({ TableName: beside }));
}

/** Names of a table's key attributes. */
export async function keyAttributes(table: string, client: DynamoDBClient): Promise<string[]> {
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  return (Table?.KeySchema ?? []).map(({ AttributeName }) => AttributeName ?? '');
}
