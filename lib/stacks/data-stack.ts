import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import type { ITableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { type IBucket, type LifecycleRule, StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { endpointAnswersPrefix, fileListsPrefix, runPrefix } from '#core/flight/keys.ts';
import { athenaResultsPrefix } from '#core/lake/keys.ts';
import type { Config } from '../config.ts';
import { accessLogBucket } from '../constructs/access-log-bucket.ts';
import { backupPlan } from '../constructs/backup-plan.ts';
import { dataKey } from '../constructs/data-key.ts';
import { privateBucket } from '../constructs/private-bucket.ts';
import { recordTable, type RecordTableOptions } from '../constructs/record-table.ts';

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
    const { config } = props;
    const key = dataKey(this, 'Key', config);
    this.buckets = buckets(this, config, key);
    this.tables = tables(this, config.retention.keepData, key);
    if (config.retention.backups === 'daily')
      backupPlan(this, 'Backups', { config, tables: this.tables, key });
  }
}

function buckets(scope: Construct, { retention, security }: Config, key: Key | undefined): DataBuckets {
  const { formerVersionsDays, keepData: keep } = retention;
  const accessLogs = accessLogBucket(scope, 'AccessLogs', retention);
  return {
    uploads: privateBucket(scope, 'Uploads', {
      name: 'uploads',
      keep,
      key,
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
      key,
      keep: false,
      lifecycleRules: [
        expiryRule('sheets', 'sheets/', retention.sheetsDays),
        expiryRule('previews', 'previews/', retention.sheetsDays),
        expiryRule('runs', runPrefix(''), retention.runsDays),
        expiryRule('endpoint', endpointAnswersPrefix, 7),
        expiryRule('lists', fileListsPrefix, 14),
      ],
    }),
    models: privateBucket(scope, 'Models', {
      name: 'models',
      keep,
      key,
      formerVersionsDays,
      accessLogs,
      // The scan of packages turns the events on by itself; they stand here, so that nothing drifts.
      events: security.guardDuty.scanModels,
    }),
    review: privateBucket(scope, 'Review', { name: 'review', keep, key, formerVersionsDays, accessLogs }),
    results: privateBucket(scope, 'Results', { name: 'results', keep, key, formerVersionsDays, accessLogs }),
    lake: privateBucket(scope, 'Lake', {
      name: 'lake',
      keep,
      key,
      formerVersionsDays,
      accessLogs,
      lifecycleRules: [expiryRule('answers', athenaResultsPrefix, athenaResultsDays)],
    }),
  };
}

function tables(scope: Construct, keep: boolean, key: Key | undefined): DataTables {
  const table = (id: string, options: Omit<RecordTableOptions, 'keep' | 'key'>) =>
    recordTable(scope, id, { ...options, keep, key });
  return {
    flights: table('Flights', { name: 'flights', keys: ['flightId', 'sk'] }),
    photos: table('Photos', { name: 'photos', keys: ['flightId', 'sk'] }),
    scores: table('Scores', { name: 'scores', keys: ['runId', 'photoId'] }),
    reviews: table('Reviews', { name: 'reviews', keys: ['runId', 'tileId'] }),
    models: table('ModelRecords', { name: 'models', keys: ['registry', 'sk'] }),
    audit: table('Audit', { name: 'audit', keys: ['log', 'entry'], appendOnly: true }),
    reviewQueue: table('ReviewQueue', {
      name: 'review-queue',
      keys: ['queue', 'sk'],
      expires: 'expiration',
    }),
    labels: table('Labels', { name: 'labels', keys: ['flightId', 'sk'] }),
    fieldMarks: table('FieldMarks', { name: 'field-marks', keys: ['flightId', 'sk'] }),
    idempotency: recordTable(scope, 'Idempotency', {
      name: 'idempotency',
      keys: ['id'],
      expires: 'expiration',
      key,
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
