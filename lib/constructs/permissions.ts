import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { keyOfTable } from './data-key.ts';

// The library's grants allow groups of actions (s3:GetObject*, s3:List*); these allow what the adapters call.

/**
 * Allows to read the objects under `prefix` and to list the bucket: without the list S3 answers "forbidden" in place
 * of "not found".
 */
export function allowRead(grantee: IGrantable, bucket: IBucket, prefix = ''): void {
  allow(grantee, ['s3:GetObject'], [bucket.arnForObjects(`${prefix}*`)]);
  allow(grantee, ['s3:ListBucket'], [bucket.bucketArn]);
  allowKey(grantee, ['kms:Decrypt'], bucket.encryptionKey);
}

/** Allows to write the objects under `prefix`, in parts too. */
export function allowWrite(grantee: IGrantable, bucket: IBucket, prefix = ''): void {
  allow(grantee, ['s3:PutObject', 's3:AbortMultipartUpload'], [bucket.arnForObjects(`${prefix}*`)]);
  // S3 reads the parts of an object that it puts together.
  allowKey(grantee, ['kms:GenerateDataKey', 'kms:Decrypt'], bucket.encryptionKey);
}

/** Allows what an upload does: write, go on with parts, and see whether an object is there already. */
export function allowPut(grantee: IGrantable, bucket: IBucket, prefix: string): void {
  const actions = ['s3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:GetObject'];
  allow(grantee, actions, [bucket.arnForObjects(`${prefix}*`)]);
  allowKey(grantee, ['kms:GenerateDataKey', 'kms:Decrypt'], bucket.encryptionKey);
}

/** Allows to list the objects under `prefix` and no other. */
export function allowList(grantee: IGrantable, bucket: IBucket, prefix: string): void {
  Grant.addToPrincipal({
    grantee,
    actions: ['s3:ListBucket'],
    resourceArns: [bucket.bucketArn],
    conditions: { StringLike: { 's3:prefix': `${prefix}*` } },
  });
}

/** Allows to read items. */
export function allowReadItems(grantee: IGrantable, table: ITableV2): void {
  allow(grantee, ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], [table.tableArn]);
  allowKey(grantee, ['kms:Decrypt'], keyOfTable(table));
}

/** Allows to add and change items; nothing of the pipeline deletes one. */
export function allowWriteItems(grantee: IGrantable, table: ITableV2): void {
  allow(grantee, ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'], [table.tableArn]);
  allowKey(grantee, ['kms:Decrypt'], keyOfTable(table));
}

/** Allows to add items to a table in which nothing is changed or deleted. */
export function allowAppendItems(grantee: IGrantable, table: ITableV2): void {
  allow(grantee, ['dynamodb:PutItem'], [table.tableArn]);
  allowKey(grantee, ['kms:Decrypt'], keyOfTable(table));
}

/** Allows what Powertools' idempotency does with its table. */
export function allowIdempotency(grantee: IGrantable, table: ITableV2): void {
  const verbs = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'];
  allow(
    grantee,
    verbs.map((verb) => `dynamodb:${verb}`),
    [table.tableArn],
  );
  allowKey(grantee, ['kms:Decrypt'], keyOfTable(table));
}

/** Allows to use the key of a bucket to whom the library has allowed its objects. */
export function allowObjectKey(grantee: IGrantable, bucket: IBucket): void {
  allowKey(grantee, ['kms:Decrypt', 'kms:GenerateDataKey'], bucket.encryptionKey);
}

/** Allows to use the key of a bucket or a table, where it has one of ours. */
function allowKey(grantee: IGrantable, actions: string[], key: IKey | undefined): void {
  if (key !== undefined) allow(grantee, actions, [key.keyArn]);
}

/** Allows some actions on some resources. */
export function allow(grantee: IGrantable, actions: string[], resourceArns: string[]): void {
  Grant.addToPrincipal({ grantee, actions, resourceArns });
}
