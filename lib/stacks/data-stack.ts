import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import { type IBucket, type LifecycleRule, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { endpointAnswersPrefix, runPrefix } from '#core/flight/keys.ts';
import type { Config } from '../config.ts';
import { accessLogBucket } from '../constructs/access-log-bucket.ts';
import { privateBucket } from '../constructs/private-bucket.ts';
import { recordTable } from '../constructs/record-table.ts';

export interface DataBuckets {
  readonly uploads: IBucket;
  readonly work: IBucket;
  readonly models: IBucket;
  readonly review: IBucket;
  readonly results: IBucket;
  readonly lake: IBucket;
}

export interface DataTables {
  readonly flights: ITableV2;
  readonly photos: ITableV2;
  readonly scores: ITableV2;
  readonly reviews: ITableV2;
  readonly models: ITableV2;
  readonly audit: ITableV2;
  readonly reviewQueue: ITableV2;
  readonly labels: ITableV2;
  readonly fieldMarks: ITableV2;
  readonly idempotency: ITableV2;
}

/** Everything that must outlive a change of code: buckets and tables. */
export class DataStack extends Stack {
  readonly buckets: DataBuckets;
  readonly tables: DataTables;

  constructor(scope: Construct, id: string, props: StackProps & { readonly config: Config }) {
    super(scope, id, props);
    this.buckets = buckets(this, props.config.retention);
    this.tables = tables(this, props.config.retention.keepData);
  }
}

function buckets(scope: Construct, retention: Config['retention']): DataBuckets {
  const { formerVersionsDays, keepData: keep } = retention;
  const accessLogs = accessLogBucket(scope, 'AccessLogs', retention);
  return {
    uploads: privateBucket(scope, 'Uploads', {
      name: 'uploads',
      keep,
      formerVersionsDays,
      events: true,
      // The console's host name is CloudFront's, and known only after this stack; a link must be signed all the same.
      uploadsFrom: ['https://*.cloudfront.net'],
      accessLogs,
      lifecycleRules: [tieringRule],
    }),
    work: privateBucket(scope, 'Work', {
      name: 'work',
      accessLogs,
      keep: false,
      lifecycleRules: [
        expiryRule('sheets', 'sheets/', retention.sheetsDays),
        expiryRule('previews', 'previews/', retention.sheetsDays),
        expiryRule('runs', runPrefix(''), retention.runsDays),
        expiryRule('endpoint', endpointAnswersPrefix, 7),
      ],
    }),
    models: privateBucket(scope, 'Models', { name: 'models', keep, formerVersionsDays, accessLogs }),
    review: privateBucket(scope, 'Review', { name: 'review', keep, formerVersionsDays, accessLogs }),
    results: privateBucket(scope, 'Results', { name: 'results', keep, formerVersionsDays, accessLogs }),
    lake: privateBucket(scope, 'Lake', {
      name: 'lake',
      keep,
      formerVersionsDays,
      accessLogs,
      lifecycleRules: [expiryRule('answers', 'athena-results/', athenaResultsDays)],
    }),
  };
}

function tables(scope: Construct, keep: boolean): DataTables {
  return {
    flights: recordTable(scope, 'Flights', { name: 'flights', keys: ['flightId', 'sk'], keep }),
    photos: recordTable(scope, 'Photos', { name: 'photos', keys: ['flightId', 'sk'], keep }),
    scores: recordTable(scope, 'Scores', { name: 'scores', keys: ['runId', 'photoId'], keep }),
    reviews: recordTable(scope, 'Reviews', { name: 'reviews', keys: ['runId', 'tileId'], keep }),
    models: recordTable(scope, 'ModelRecords', { name: 'models', keys: ['registry', 'sk'], keep }),
    audit: recordTable(scope, 'Audit', { name: 'audit', keys: ['log', 'entry'], appendOnly: true, keep }),
    reviewQueue: recordTable(scope, 'ReviewQueue', {
      name: 'review-queue',
      keys: ['queue', 'sk'],
      expires: 'expiration',
      keep,
    }),
    labels: recordTable(scope, 'Labels', { name: 'labels', keys: ['flightId', 'sk'], keep }),
    fieldMarks: recordTable(scope, 'FieldMarks', { name: 'field-marks', keys: ['flightId', 'sk'], keep }),
    idempotency: recordTable(scope, 'Idempotency', {
      name: 'idempotency',
      keys: ['id'],
      expires: 'expiration',
      keep: false,
    }),
  };
}

/** Answers of Athena: whoever asked has them by then, and may ask again. */
const athenaResultsDays = 14;

function expiryRule(id: string, prefix: string, days: number): LifecycleRule {
  return { id, prefix, expiration: Duration.days(days) };
}

/**
 * Photos that nobody reads sink to the archive tiers by themselves, and come back without a fee when a new model goes
 * over old flights. S3 leaves objects below 128 KiB alone by itself.
 */
const tieringRule: LifecycleRule = {
  id: 'tiering',
  transitions: [{ storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(1) }],
};
