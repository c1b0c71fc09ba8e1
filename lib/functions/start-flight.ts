import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { nodeFunction } from '../constructs/node-function.ts';
import { allow, allowRead, allowReadItems } from '../constructs/permissions.ts';
import type { FunctionParts } from './parts.ts';

export interface StartFlightParts extends FunctionParts {
  readonly workflow: IStateMachine;
  /** Where events go that the function could not handle. */
  readonly failed: IQueue;
}

/** Starts the workflow for a manifest. The execution's name comes from its content, so a repeated event is harmless. */
export function startFlightFunction(scope: Construct, parts: StartFlightParts): IFunction {
  const { config, sourceRoot, buckets, tables, workflow } = parts;
  const lambda = nodeFunction(scope, 'StartFlight', {
    name: 'start-flight',
    config,
    sourceRoot,
    memoryMb: 256,
    timeoutS: 60,
    surroundings: {
      uploadsBucket: buckets.uploads.bucketName,
      modelsTable: tables.models.tableName,
      flightWorkflowArn: workflow.stateMachineArn,
    },
  });
  lambda.configureAsyncInvoke({ retryAttempts: 2, onFailure: new SqsDestination(parts.failed) });
  allowRead(lambda, buckets.uploads, 'flights/');
  allowReadItems(lambda, tables.models);
  allow(lambda, ['states:StartExecution'], [workflow.stateMachineArn]);
  return lambda;
}
