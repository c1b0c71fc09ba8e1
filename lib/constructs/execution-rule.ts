import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { mark } from './mark.ts';

export interface ExecutionRuleOptions {
  readonly workflow: IStateMachine;
  readonly target: IFunction;
  /** Where events go that the target could not be given. */
  readonly failed: IQueue;
}

/** Calls the target for every execution that starts, goes on after a redrive, or ends without success: failed, out of time, stopped. */
export function executionRule(scope: Construct, id: string, options: ExecutionRuleOptions): Rule {
  const rule = new Rule(scope, id, {
    description: 'A run began, went on, or ended without results.',
    eventPattern: {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: {
        stateMachineArn: [options.workflow.stateMachineArn],
        status: ['RUNNING', 'FAILED', 'TIMED_OUT', 'ABORTED'],
      },
    },
  });
  const target = new LambdaFunction(options.target, {
    deadLetterQueue: options.failed,
    retryAttempts: 20,
    maxEventAge: Duration.hours(6),
  });
  rule.addTarget(target);
  mark(rule, { name: 'flight-status' });
  return rule;
}
