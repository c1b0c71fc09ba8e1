import { describe, expect, it } from 'vitest';
import { culprits, type Resource, type Synthesized } from '../synthesized.ts';

const blockAll = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};

/** Buckets, tables and queues: nobody outside, nothing in the clear, nothing lost by mistake. */
export function describeStorage(app: Synthesized): void {
  describe(`storage of ${app.environment}`, () => {
    const buckets = app.resources('AWS::S3::Bucket');
    const tables = app.resources('AWS::DynamoDB::GlobalTable');

    it('has no public bucket', () => {
      expect(buckets.length).toBeGreaterThan(6);
      for (const { properties } of buckets)
        expect(properties['PublicAccessBlockConfiguration']).toEqual(blockAll);
    });

    it('encrypts every bucket', () => {
      expect(culprits(buckets, ({ properties }) => properties['BucketEncryption'] !== undefined)).toEqual([]);
    });

    it('refuses every bucket, queue and their objects without TLS', () => {
      const policies = [...app.resources('AWS::S3::BucketPolicy'), ...app.resources('AWS::SQS::QueuePolicy')];
      expect(culprits(policies, refusesWithoutTls)).toEqual([]);
      const guarded = buckets.length + app.resources('AWS::SQS::Queue').length;
      expect(policies).toHaveLength(guarded);
    });

    it('writes down who asked for what, in every bucket that holds data', () => {
      const silent = culprits(buckets, ({ text }) => text.includes('"LoggingConfiguration"'));
      expect(silent.map((id) => id.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual(['AccessLogs', 'Files']);
    });

    it('keeps former versions of whatever cannot be made again', () => {
      const versioned = buckets.filter(({ text }) =>
        text.includes('"VersioningConfiguration":{"Status":"Enabled"}'),
      );
      expect(versioned.map(({ logicalId }) => logicalId.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
        'Lake',
        'Models',
        'Results',
        'Review',
        'Uploads',
      ]);
    });

    it('reports uploads to EventBridge without a function that may change buckets', () => {
      const reporting = buckets.filter(({ text }) => text.includes('EventBridgeEnabled'));
      // The scan of model packages hears of them that way.
      const scanned = app.config.security.guardDuty.scanModels ? ['Models'] : [];
      expect(reporting.map(({ logicalId }) => logicalId.replace(/[0-9A-F]{8}$/, '')).sort()).toEqual([
        ...scanned,
        'Uploads',
      ]);
      expect(app.resources('Custom::S3BucketNotifications')).toEqual([]);
    });

    it('lets sheets and runs expire', () => {
      const work = buckets.find(({ logicalId }) => logicalId.startsWith('Work'));
      expect(work?.text).toMatch(/"Prefix":"sheets\/"/);
      expect(work?.text).toMatch(/"Prefix":"runs\/"/);
    });

    it('can set every table back to any second', () => {
      expect(tables.length).toBeGreaterThan(5);
      expect(culprits(tables, ({ text }) => text.includes('"PointInTimeRecoveryEnabled":true'))).toEqual([]);
    });

    it('protects the tables of prod from deletion, all but what Powertools remembers', () => {
      const open = tables.filter(({ text }) => !text.includes('"DeletionProtectionEnabled":true'));
      const names = open.map(({ logicalId }) => logicalId.replace(/[0-9A-F]{8}$/, ''));
      expect(names).toHaveLength(app.environment === 'prod' ? 1 : tables.length);
      expect(names).toContain('Idempotency');
    });
  });
}

function refusesWithoutTls({ text }: Resource): boolean {
  return text.includes('"Condition":{"Bool":{"aws:SecureTransport":"false"}},"Effect":"Deny"');
}
