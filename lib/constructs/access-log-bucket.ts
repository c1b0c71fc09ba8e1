import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';

/** The bucket in which S3 writes down who asked for which object; each entry is kept as long as the logs. */
export function accessLogBucket(
  scope: Construct,
  id: string,
  { logs, keepData }: Config['retention'],
): IBucket {
  const bucket = new Bucket(scope, id, {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    lifecycleRules: [{ id: 'access-logs', expiration: Duration.days(logs) }],
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the class misses its own interface under exactOptionalPropertyTypes
  return bucket as IBucket;
}
