import { RemovalPolicy } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  CfnBucket,
  HttpMethods,
  type IBucket,
  type LifecycleRule,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { Duration } from 'aws-cdk-lib';
import { mark } from './mark.ts';

export interface PrivateBucketOptions {
  readonly name: string;
  /** Former versions are kept for this long; undefined: no versions. */
  readonly formerVersionsDays?: number;
  readonly lifecycleRules?: readonly LifecycleRule[];
  /** Report every new object to EventBridge. */
  readonly events?: boolean;
  /** Where it is written down who asked for what. */
  readonly accessLogs?: IBucket;
  /** Pages of these origins may put parts of files with signed links. */
  readonly uploadsFrom?: readonly string[];
  /** A key of our own; undefined: S3's. */
  readonly key?: Key | undefined;
  /** The bucket outlives its stack. */
  readonly keep: boolean;
}

/** A bucket that nobody reaches but by TLS and by a role that was granted it, always encrypted. */
export function privateBucket(scope: Construct, id: string, options: PrivateBucketOptions): IBucket {
  const { formerVersionsDays } = options;
  const bucket = new Bucket(scope, id, {
    ...(options.key === undefined
      ? { encryption: BucketEncryption.S3_MANAGED }
      : // One request to the key for many objects.
        { encryption: BucketEncryption.KMS, encryptionKey: options.key, bucketKeyEnabled: true }),
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    versioned: formerVersionsDays !== undefined,
    ...(options.accessLogs === undefined
      ? {}
      : { serverAccessLogsBucket: options.accessLogs, serverAccessLogsPrefix: `${options.name}/` }),
    ...(options.uploadsFrom === undefined
      ? {}
      : {
          cors: [
            {
              allowedOrigins: [...options.uploadsFrom],
              allowedMethods: [HttpMethods.PUT],
              allowedHeaders: ['*'],
              // The console puts the parts of a file together by their tags.
              exposedHeaders: ['ETag'],
              maxAge: 3600,
            },
          ],
        }),
    removalPolicy: options.keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    lifecycleRules: [
      { id: 'abandoned-uploads', abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ...(formerVersionsDays === undefined ? [] : [formerVersionsRule(formerVersionsDays)]),
      ...(options.lifecycleRules ?? []),
    ],
  });
  if (options.events === true) reportObjects(bucket);
  mark(bucket, { name: options.name });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the class misses its own interface under exactOptionalPropertyTypes
  return bucket as IBucket;
}

function formerVersionsRule(days: number): LifecycleRule {
  return {
    id: 'former-versions',
    noncurrentVersionExpiration: Duration.days(days),
    expiredObjectDeleteMarker: true,
  };
}

/** `eventBridgeEnabled` of the library's bucket would bring a function with rights over every bucket; this does not. */
function reportObjects(bucket: Bucket): void {
  const resource = bucket.node.defaultChild;
  if (!(resource instanceof CfnBucket)) throw new TypeError(`${bucket.node.path} has no bucket below it`);
  resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}
