import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { AuditEntry } from '#core/registry/audit-entry.ts';
import { queryAll } from './document-client.ts';
import { putIf } from './models-table.ts';

/** What was done, in the order in which it was: partition log, sort entry (its number). Nothing in it is ever written over. */
export interface AuditTable {
  /** Adds an entry; one that is there under its number is left as it is. */
  append(entry: AuditEntry): Promise<void>;
  /** Every entry of a log, oldest first. */
  list(log: AuditEntry['log']): AsyncIterable<AuditEntry>;
}

export function auditTable(client: DynamoDBDocumentClient, table: string): AuditTable {
  return {
    async append(entry) {
      await putIf(client, {
        TableName: table,
        Item: { ...entry, entry: String(entry.number).padStart(12, '0') },
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
  };
}
