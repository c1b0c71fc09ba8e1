import { describe, expect, it } from 'vitest';
import { culprits, type Synthesized } from '../synthesized.ts';

/** Keys and the watch over the account, as the environment is configured. */
export function describeSecurity(app: Synthesized): void {
  const { encryption, guardDuty } = app.config.security;
  const keyed = encryption === 'own-key';

  describe(`security of ${app.label}`, () => {
    it(`encrypts data with ${keyed ? 'a key of its own that turns every year' : 'the keys of the services'}`, () => {
      const keys = app.resources('AWS::KMS::Key');
      expect(keys.map(({ properties }) => properties['EnableKeyRotation'])).toEqual(keyed ? [true] : []);
      const open = app
        .resources('AWS::S3::Bucket')
        .filter(({ text }) => !text.includes('"SSEAlgorithm":"aws:kms"'))
        .map(({ logicalId }) => logicalId.replace(/[0-9A-F]{8}$/, ''));
      // S3 writes its logs, and CloudFront reads the console, with S3's own keys only.
      expect(keyed ? open.sort() : ['AccessLogs', 'Files']).toEqual(['AccessLogs', 'Files']);
      const tables = app.resources('AWS::DynamoDB::GlobalTable');
      const ours = ({ text }: (typeof tables)[number]) =>
        /"KMSMasterKeyId":\{/.test(text) && text.includes('"SSEType":"KMS"');
      expect(culprits(tables, ours)).toHaveLength(keyed ? 0 : tables.length);
    });

    it('asks the key once for many objects', () => {
      const buckets = app.resources('AWS::S3::Bucket').filter(({ text }) => text.includes('aws:kms'));
      expect(buckets).toHaveLength(keyed ? 6 : 0);
      expect(culprits(buckets, ({ text }) => text.includes('"BucketKeyEnabled":true'))).toEqual([]);
    });

    it('lets everybody use the key who may use what it encrypts, and nobody manage it', () => {
      const policies = app.resources('AWS::IAM::Policy');
      const touches = ({ text }: (typeof policies)[number]) =>
        /"s3:GetObject"|"s3:PutObject"|"dynamodb:GetItem"/.test(text) && !/^(?:Operator|CustomS3)/.test(text);
      const without = policies.filter((policy) => touches(policy) && !policy.text.includes('"kms:Decrypt"'));
      expect(keyed ? without.map(({ logicalId }) => logicalId) : []).toEqual([]);
      const managing = policies.filter(({ text }) =>
        /"kms:(?:\*|Put|Schedule|Disable|Enable|Create(?!Grant))/.test(text),
      );
      expect(managing).toEqual([]);
    });

    it('watches the account and model packages where that is configured', () => {
      const detectors = app.resources('AWS::GuardDuty::Detector');
      const features = detectors.map(({ text }) =>
        text.includes('"Name":"S3_DATA_EVENTS","Status":"ENABLED"'),
      );
      expect(features).toEqual(guardDuty.detector ? [true] : []);
      const scans = app.resources('AWS::GuardDuty::MalwareProtectionPlan');
      expect(scans.map(({ text }) => /Models/.test(text))).toEqual(guardDuty.scanModels ? [true] : []);
      const rules = app.resources('AWS::Events::Rule').filter(({ text }) => text.includes('aws.guardduty'));
      expect(rules).toHaveLength(guardDuty.detector || guardDuty.scanModels ? 1 : 0);
      for (const { text } of rules) expect(text).toContain('docs/runbooks/threat.md');
    });

    it('takes topics and queues by TLS only', () => {
      const topics = app.resources('AWS::SNS::TopicPolicy');
      expect(topics).toHaveLength(app.resources('AWS::SNS::Topic').length);
      expect(culprits(topics, ({ text }) => text.includes('"aws:SecureTransport":"false"'))).toEqual([]);
    });
  });
}
