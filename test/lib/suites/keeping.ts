import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Resource, Synthesized } from '../synthesized.ts';

const lifecycleSchema = z.object({ Lifecycle: z.object({ DeleteAfterDays: z.number() }) });
const planSchema = z.object({ BackupPlan: z.object({ BackupPlanRule: z.array(lifecycleSchema) }) });

/** Types of what people made or flew: it must outlive its stack in prod, and go with it in dev. */
const statefulTypes = [
  'AWS::S3::Bucket',
  'AWS::DynamoDB::GlobalTable',
  'AWS::Cognito::UserPool',
  'AWS::KMS::Key',
  'AWS::Backup::BackupVault',
];

function nameOf({ logicalId }: Resource): string {
  return logicalId.replace(/[0-9A-F]{8}$/, '');
}

/** What is kept, and what goes. */
export function describeKeeping(app: Synthesized): void {
  const isProd = app.environment === 'prod';
  const stateful = statefulTypes.flatMap((type) => app.resources(type));

  describe(`keeping of ${app.label}`, () => {
    it('keeps data of prod when a stack goes; the rest, and dev, go with it', () => {
      const kept = stateful.filter(({ deletionPolicy }) => deletionPolicy !== 'Delete');
      const goes = stateful
        .filter((resource) => !kept.includes(resource))
        .map((resource) => nameOf(resource));
      expect(kept.length > 15).toBe(isProd);
      expect(goes.sort()).toEqual(
        isProd ? ['Files', 'Idempotency', 'Work'] : stateful.map((resource) => nameOf(resource)).sort(),
      );
    });

    it('brings no function that empties buckets', () => {
      expect(app.resources('Custom::S3AutoDeleteObjects')).toEqual([]);
    });

    it('copies what people made in prod to a vault that is locked', () => {
      const [vault] = app.resources('AWS::Backup::BackupVault');
      expect(vault?.properties['LockConfiguration']).toEqual(isProd ? { MinRetentionDays: 7 } : undefined);
      const plans = app.resources('AWS::Backup::BackupPlan');
      const days = plans.flatMap(({ properties }) =>
        planSchema
          .parse(properties)
          .BackupPlan.BackupPlanRule.map(({ Lifecycle }) => Lifecycle.DeleteAfterDays),
      );
      expect(days).toEqual(isProd ? [35, 366] : []);
      const copied = app
        .resources('AWS::Backup::BackupSelection')
        .flatMap(({ text }) => [...text.matchAll(/"Fn::GetAtt":\["([A-Z]\w+?)[0-9A-F]{8}","Arn"\]/g)])
        .map(([, name]) => name)
        .filter((name) => !name?.startsWith('Backups'));
      expect(copied).toEqual(isProd ? ['Flights', 'Labels', 'FieldMarks', 'ModelRecords', 'Audit'] : []);
    });
  });
}
