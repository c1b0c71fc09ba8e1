import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { AuditEntry } from '#core/registry/audit-entry.ts';
import type { RunEntry } from '#core/registry/run-entry.ts';
import { queryAll } from './document-client.ts';
import { putIf } from './models-table.ts';

/** What was done, in the order in which it was: partition log, sort entry (its number). Nothing in it is ever written over. */
export interface AuditTable {
  /** Adds an entry; one that is there under its number is left as it is. */
  append(entry: AuditEntry): Promise<void>;
  /** Every entry of a log, oldest first. */
  list(log: AuditEntry['log']): AsyncIterable<AuditEntry>;
  /** Adds an entry about runs; false when another has its number. */
  appendRun(entry: RunEntry): Promise<boolean>;
  /** The newest entry about runs. */
  lastRun(): Promise<RunEntry | undefined>;
}

/** Number as the sort key. */
function keyOf({ number }: { readonly number: number }): { entry: string } {
  return { entry: String(number).padStart(12, '0') };
}

export function auditTable(client: DynamoDBDocumentClient, table: string): AuditTable {
  return {
    async append(entry) {
      await putIf(client, {
        TableName: table,
        Item: { ...entry, ...keyOf(entry) },
        ConditionExpression: 'attribute_not_exists(entry)',
      });
    },
    async *list(log) {
      const items = queryAll<AuditEntry & { readonly entry?: string }>(client, {
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression: '#log = :log',
        ExpressionAttributeNames: { '#log': 'log' },
        ExpressionAttributeValues: { ':log': log },
      });
      for await (const { entry: _key, ...entry } of items) yield entry;
    },
    appendRun: (entry) =>
      putIf(client, {
        TableName: table,
        Item: { ...entry, ...keyOf(entry) },
        ConditionExpression: 'attribute_not_exists(entry)',
      }),
    async lastRun() {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          ConsistentRead: true,
          ScanIndexForward: false,
          Limit: 1,
          KeyConditionExpression: '#log = :log',
          ExpressionAttributeNames: { '#log': 'log' },
          ExpressionAttributeValues: { ':log': 'runs' },
        }),
      );
      const [last] = Items as (RunEntry & { readonly entry?: string })[];
      if (last === undefined) return undefined;
      const { entry: _key, ...entry } = last;
      return entry;
    },
  };
}
