import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';
import type { DataTables } from '../stacks/data-stack.ts';
import { keyOfTable } from './data-key.ts';
import { allow } from './permissions.ts';

export interface BackupPlanOptions {
  readonly config: Config;
  readonly tables: DataTables;
  readonly key: Key | undefined;
}

/** What people made: it cannot be made again from photos. Scores, poses and questions can. */
const copied = ['flights', 'labels', 'fieldMarks', 'models', 'audit'] as const satisfies (keyof DataTables)[];

/**
 * Copies of tables in a vault, every day for 35 days, and every month for a year. Nobody can delete one before its time but
 * an administrator who lifts the lock first. Buckets are not copied: former versions are kept, and 200 TB of photos would
 * cost 10,000 USD a month more.
 */
export function backupPlan(
  parent: Construct,
  id: string,
  { config, tables, key }: BackupPlanOptions,
): BackupPlan {
  const scope = new Construct(parent, id);
  const { prefix, retention } = config;
  const vault = new BackupVault(scope, 'Vault', {
    backupVaultName: `${prefix}-backups`,
    ...(key === undefined ? {} : { encryptionKey: key }),
    lockConfiguration: { minRetention: Duration.days(7) },
    removalPolicy: retention.keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  });
  const plan = new BackupPlan(scope, 'Plan', { backupPlanName: `${prefix}-tables`, backupVault: vault });
  plan.addRule(rule('every-day', { hour: '1' }, 35));
  plan.addRule(rule('every-month', { hour: '2', day: '1' }, 366));
  plan.addSelection('Tables', {
    role: backupRole(scope, tables, vault),
    // The role has what tables need; the managed policy is for everything that AWS Backup knows.
    disableDefaultBackupPolicy: true,
    resources: copied.map((name) => BackupResource.fromArn(tables[name].tableArn)),
  });
  return plan;
}

function rule(ruleName: string, at: { hour: string; day?: string }, days: number): BackupPlanRule {
  return new BackupPlanRule({
    ruleName,
    scheduleExpression: Schedule.cron({ minute: '10', ...at }),
    startWindow: Duration.hours(1),
    completionWindow: Duration.hours(8),
    deleteAfter: Duration.days(days),
  });
}

/** What AWS Backup does with tables. Source: AWS Backup Developer Guide, "Managed policies", the part for DynamoDB. */
function backupRole(scope: Construct, tables: DataTables, vault: BackupVault): Role {
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('backup.amazonaws.com') });
  const arns = copied.map((name) => tables[name].tableArn);
  allow(
    role,
    [
      'dynamodb:DescribeTable',
      'dynamodb:CreateBackup',
      'dynamodb:StartAwsBackupJob',
      'dynamodb:ListTagsOfResource',
    ],
    arns,
  );
  const backups = arns.map((arn) => `${arn}/backup/*`);
  allow(role, ['dynamodb:DescribeBackup', 'dynamodb:DeleteBackup'], backups);
  allow(role, ['backup:DescribeBackupVault', 'backup:CopyIntoBackupVault'], [vault.backupVaultArn]);
  const keys = new Set(copied.flatMap((name) => keyOfTable(tables[name])?.keyArn ?? []));
  if (keys.size > 0)
    allow(role, ['kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey', 'kms:CreateGrant'], [...keys]);
  return role;
}
