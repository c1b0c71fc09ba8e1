import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

// The library's grants allow groups of actions (s3:GetObject*, s3:List*); these allow what the adapters call.

/**
 * Allows to read the objects under `prefix` and to list the bucket: without the list S3 answers "forbidden" in place
 * of "not found".
 */
export function allowRead(grantee: IGrantable, bucket: IBucket, prefix = ''): void {
  allow(grantee, ['s3:GetObject'], [bucket.arnForObjects(`${prefix}*`)]);
  allow(grantee, ['s3:ListBucket'], [bucket.bucketArn]);
}

/** Allows to write the objects under `prefix`, in parts too. */
export function allowWrite(grantee: IGrantable, bucket: IBucket, prefix = ''): void {
  allow(grantee, ['s3:PutObject', 's3:AbortMultipartUpload'], [bucket.arnForObjects(`${prefix}*`)]);
}

/** Allows to read items. */
export function allowReadItems(grantee: IGrantable, table: ITableV2): void {
  allow(grantee, ['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], [table.tableArn]);
}

/** Allows to add and change items; nothing of the pipeline deletes one. */
export function allowWriteItems(grantee: IGrantable, table: ITableV2): void {
  allow(grantee, ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'], [table.tableArn]);
}

/** Allows to add items to a table in which nothing is changed or deleted. */
export function allowAppendItems(grantee: IGrantable, table: ITableV2): void {
  allow(grantee, ['dynamodb:PutItem'], [table.tableArn]);
}

/** Allows what Powertools' idempotency does with its table. */
export function allowIdempotency(grantee: IGrantable, table: ITableV2): void {
  const verbs = ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'];
  allow(
    grantee,
    verbs.map((verb) => `dynamodb:${verb}`),
    [table.tableArn],
  );
}

/** Allows some actions on some resources. */
export function allow(grantee: IGrantable, actions: string[], resourceArns: string[]): void {
  Grant.addToPrincipal({ grantee, actions, resourceArns });
}
