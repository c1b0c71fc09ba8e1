import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { CfnGlobalTable, type ITableV2, type TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';

/**
 * A key of our own for buckets and tables; undefined where the configuration leaves it to the keys of the services. It costs
 * 1 USD a month and 0.03 USD per 10,000 requests, which bucket keys and DynamoDB's table keys keep few. With it, who may read
 * also needs the right to use the key, each use is in CloudTrail, and all copies end when the key does.
 */
export function dataKey(
  scope: Construct,
  id: string,
  { prefix, retention, security }: Config,
): Key | undefined {
  if (security.encryption === 'service-keys') return undefined;
  return new Key(scope, id, {
    alias: `${prefix}-data`,
    description: 'Photos, results, labels and models of Umbel',
    enableKeyRotation: true,
    pendingWindow: Duration.days(30),
    removalPolicy: retention.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
}

const keys = new WeakMap<object, IKey>();

/** Encrypts a table with a key. The library's own option refuses stacks that take their region from whoever deploys them. */
export function encryptTable(table: TableV2, key: Key): void {
  const resource = table.node.defaultChild;
  if (!(resource instanceof CfnGlobalTable)) throw new TypeError(`${table.node.path} has no table below it`);
  resource.addPropertyOverride('SSESpecification', { SSEEnabled: true, SSEType: 'KMS' });
  resource.addPropertyOverride('Replicas.0.SSESpecification', { KMSMasterKeyId: key.keyArn });
  keys.set(table, key);
}

/** The key that a table was encrypted with by `encryptTable`. */
export function keyOfTable(table: ITableV2): IKey | undefined {
  return keys.get(table);
}
