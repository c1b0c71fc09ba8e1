import {
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';

/** Restoring takes DynamoDB some minutes for an empty table, and hours for a large one. */
const waitMaxS = 6 * 3600;

/**
 * Makes a table as it was at a moment, beside the present one; returns its name when it can be read.
 * Source: Amazon DynamoDB Developer Guide, "Restoring a table to a point in time".
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
  await client.send(
    new RestoreTableToPointInTimeCommand({
      SourceTableName: table,
      TargetTableName: beside,
      RestoreDateTime: at,
    }),
  );
  await waitUntilTableExists(
    { client, maxWaitTime: waitMaxS, minDelay: 2, maxDelay: 20 },
    { TableName: beside },
  );
  return beside;
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
