import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { watchPrefix } from '#core/flight/keys.ts';
import type { Config } from '../config.ts';
import { nodeFunction } from '../constructs/node-function.ts';
import { allow, allowRead, allowWrite } from '../constructs/permissions.ts';
import { flightWorkflowName } from '../workflows/flight/name.ts';

export interface WatchFlightsParts {
  readonly config: Config;
  /** Root of the repository. */
  readonly sourceRoot: string;
  readonly workBucket: IBucket;
  readonly workflow: IStateMachine;
}

/** Looks for runs in which nothing moves, every quarter of an hour. */
export function watchFlightsFunction(scope: Construct, parts: WatchFlightsParts): IFunction {
  const { config, sourceRoot, workBucket, workflow } = parts;
  const lambda = nodeFunction(scope, 'WatchFlights', {
    name: 'watch-flights',
    config,
    sourceRoot,
    memoryMb: 256,
    timeoutS: 300,
    surroundings: { workBucket: workBucket.bucketName, flightWorkflowArn: workflow.stateMachineArn },
  });
  allowRead(lambda, workBucket, watchPrefix);
  allowWrite(lambda, workBucket, watchPrefix);
  allowLook(lambda, config.prefix);
  const event = RuleTargetInput.fromObject({ stuckHours: config.operations.stuckHours });
  const rule = new Rule(scope, 'EveryQuarter', {
    ruleName: `${config.prefix}-watch-flights`,
    description: 'Looks for runs in which nothing moves.',
    schedule: Schedule.rate(Duration.minutes(15)),
  });
  // The next look comes soon: an event that was missed is not kept.
  rule.addTarget(new LambdaFunction(lambda, { event, retryAttempts: 0, maxEventAge: Duration.minutes(5) }));
  return lambda;
}

/** Reads how far executions of the workflow are. */
function allowLook(lambda: IFunction, prefix: string): void {
  const name = flightWorkflowName(prefix);
  const arn = (resource: string, resourceName: string) =>
    Stack.of(lambda).formatArn({
      service: 'states',
      resource,
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  allow(lambda, ['states:ListExecutions'], [arn('stateMachine', name)]);
  const ofExecutions = ['states:DescribeExecution', 'states:GetExecutionHistory', 'states:ListMapRuns'];
  allow(lambda, ofExecutions, [arn('execution', `${name}:*`)]);
  allow(lambda, ['states:DescribeMapRun'], [arn('mapRun', `${name}/*`)]);
}
