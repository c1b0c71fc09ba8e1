import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, Billing, type ITableV2, TableEncryptionV2, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { encryptTable } from './data-key.ts';
import { mark } from './mark.ts';

export interface RecordTableOptions {
  readonly name: string;
  /** Partition key, then sort key if any; strings. */
  readonly keys: readonly [partition: string, sort?: string];
  /** Attribute with the second since 1970 after which an item is removed. */
  readonly expires?: string;
  /** Nobody may change or delete an item, whatever else they are allowed: the table itself forbids it. */
  readonly appendOnly?: boolean;
  /** A key of our own; undefined: DynamoDB's. */
  readonly key?: Key | undefined;
  /** The table outlives its stack and cannot be deleted by mistake. */
  readonly keep: boolean;
}

/** A table paid by the request that can be set back to any second of the last 35 days. */
export function recordTable(scope: Construct, id: string, options: RecordTableOptions): ITableV2 {
  const [partition, sort] = options.keys;
  const table = new TableV2(scope, id, {
    partitionKey: { name: partition, type: AttributeType.STRING },
    ...(sort === undefined ? {} : { sortKey: { name: sort, type: AttributeType.STRING } }),
    ...(options.expires === undefined ? {} : { timeToLiveAttribute: options.expires }),
    ...(options.appendOnly === true ? { resourcePolicy: appendOnlyPolicy() } : {}),
    billing: Billing.onDemand(),
    encryption: TableEncryptionV2.dynamoOwnedKey(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: options.keep,
    removalPolicy: options.keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  if (options.key !== undefined) encryptTable(table, options.key);
  mark(table, { name: options.name });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the class misses its own interface under exactOptionalPropertyTypes
  return table as ITableV2;
}

/**
 * Forbids everyone of the account to change or delete items. Whether a put may write over an item is not for a policy to
 * say: its writers put under the condition that the key is free, and readers check the chain of hashes.
 */
function appendOnlyPolicy(): PolicyDocument {
  const verbs = [
    'UpdateItem',
    'DeleteItem',
    'BatchWriteItem',
    'PartiQLUpdate',
    'PartiQLDelete',
    'PartiQLInsert',
  ];
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: 'AppendOnly',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: verbs.map((verb) => `dynamodb:${verb}`),
        resources: ['*'],
      }),
    ],
  });
}
