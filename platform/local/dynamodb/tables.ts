import {
  type AttributeDefinition,
  CreateTableCommand,
  DynamoDBClient,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';

/** A table as the deployed template declares it. */
export interface TableDeclaration {
  readonly name: string;
  readonly keySchema: KeySchemaElement[];
  readonly attributeDefinitions: AttributeDefinition[];
  readonly globalSecondaryIndexes?: GlobalSecondaryIndex[] | undefined;
}

/** Creates the tables that are not there yet. */
export async function createMissingTables(
  endpoint: string,
  tables: readonly TableDeclaration[],
): Promise<void> {
  const client = new DynamoDBClient({ endpoint });
  try {
    const { TableNames: existing = [] } = await client.send(new ListTablesCommand({}));
    for (const table of tables.filter(({ name }) => !existing.includes(name))) {
      await client.send(
        new CreateTableCommand({
          TableName: table.name,
          KeySchema: table.keySchema,
          AttributeDefinitions: table.attributeDefinitions,
          BillingMode: 'PAY_PER_REQUEST',
          ...(table.globalSecondaryIndexes === undefined
            ? {}
            : { GlobalSecondaryIndexes: table.globalSecondaryIndexes }),
        }),
      );
    }
  } finally {
    client.destroy();
  }
}
