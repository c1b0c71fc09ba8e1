import { Duration } from 'aws-cdk-lib';
import { Match, Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { manifestName, uploadKey } from '#core/flight/keys.ts';
import { mark } from './mark.ts';

export interface ManifestRuleOptions {
  readonly uploads: IBucket;
  readonly target: IFunction;
  /** Where events go that the target could not be given. */
  readonly failed: IQueue;
}

/** Calls the target for every flight.json that arrives. Events come at least once and in any order. */
export function manifestRule(scope: Construct, id: string, options: ManifestRuleOptions): Rule {
  const rule = new Rule(scope, id, {
    description: 'A flight is complete: its manifest has arrived.',
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: {
        bucket: { name: [options.uploads.bucketName] },
        object: { key: Match.wildcard(uploadKey('*', manifestName)) },
      },
    },
  });
  const target = new LambdaFunction(options.target, {
    deadLetterQueue: options.failed,
    retryAttempts: 20,
    maxEventAge: Duration.hours(6),
  });
  rule.addTarget(target);
  mark(rule, { name: 'flight-manifest' });
  return rule;
}
