import { Stack } from 'aws-cdk-lib';
import { Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import { CfnDetector, CfnMalwareProtectionPlan } from 'aws-cdk-lib/aws-guardduty';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { allow, allowObjectKey } from '../constructs/permissions.ts';
import { runbookOf } from './alarms.ts';

export interface ThreatDetectionOptions {
  readonly config: Config;
  /** Packages come from elsewhere. */
  readonly models: IBucket;
  readonly topic: ITopic;
}

/** Findings of this severity and above are told: 4 is where GuardDuty's "medium" begins. */
const toldFrom = 4;

/**
 * GuardDuty where it pays. The detector reads who asks for what (S3 data events at 0.80 USD a million: 130 USD for a survey
 * of 20 million photos) and finds stolen credentials and strange readers; the scan of objects looks at packages alone.
 */
export function detectThreats(scope: Construct, { config, models, topic }: ThreatDetectionOptions): void {
  const { detector, scanModels } = config.security.guardDuty;
  if (detector) watchAccount(scope);
  if (scanModels) scanPackages(scope, models);
  if (detector || scanModels) tell(scope, config.prefix, topic);
}

function watchAccount(scope: Construct): CfnDetector {
  return new CfnDetector(scope, 'Detector', {
    enable: true,
    findingPublishingFrequency: 'FIFTEEN_MINUTES',
    features: [{ name: 'S3_DATA_EVENTS', status: 'ENABLED' }],
  });
}

/** Source: Amazon GuardDuty User Guide, "Malware Protection for S3: IAM role". */
function scanPackages(scope: Construct, models: IBucket): CfnMalwareProtectionPlan {
  const role = new Role(scope, 'ScanRole', {
    assumedBy: new ServicePrincipal('malware-protection-plan.guardduty.amazonaws.com'),
  });
  const rules = Stack.of(scope).formatArn({
    service: 'events',
    resource: 'rule',
    resourceName: 'DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*',
  });
  const ofRules = [
    'PutRule',
    'DeleteRule',
    'PutTargets',
    'RemoveTargets',
    'DescribeRule',
    'ListTargetsByRule',
  ];
  allow(
    role,
    ofRules.map((verb) => `events:${verb}`),
    [rules],
  );
  allow(role, ['s3:ListBucket', 's3:GetBucketNotification', 's3:PutBucketNotification'], [models.bucketArn]);
  const ofObjects = ['GetObject', 'GetObjectVersion', 'GetObjectTagging', 'PutObjectTagging'];
  const ofVersions = ['GetObjectVersionTagging', 'PutObjectVersionTagging'];
  allow(
    role,
    [...ofObjects, ...ofVersions].map((verb) => `s3:${verb}`),
    [models.arnForObjects('*')],
  );
  // It proves that it may write by an object of this name.
  allow(role, ['s3:PutObject'], [models.arnForObjects('malware-protection-resource-validation-object')]);
  allowObjectKey(role, models);
  const plan = new CfnMalwareProtectionPlan(scope, 'PackageScan', {
    role: role.roleArn,
    protectedResource: { s3Bucket: { bucketName: models.bucketName } },
    // A tag on each object says what was found.
    actions: { tagging: { status: 'ENABLED' } },
  });
  plan.node.addDependency(role);
  return plan;
}

function tell(scope: Construct, prefix: string, topic: ITopic): Rule {
  return new Rule(scope, 'Threats', {
    ruleName: `${prefix}-threats`,
    description: 'GuardDuty has found something.',
    eventPattern: {
      source: ['aws.guardduty'],
      detailType: ['GuardDuty Finding'],
      detail: { severity: [{ numeric: ['>=', toldFrom] }] },
    },
    targets: [
      new SnsTopic(topic, {
        message: RuleTargetInput.fromText(
          `GuardDuty has found something. What to do: ${runbookOf('threat')}`,
        ),
      }),
    ],
  });
}
