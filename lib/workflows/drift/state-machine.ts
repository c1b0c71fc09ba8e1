import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  LogLevel,
  QueryLanguage,
  StateMachine,
  StateMachineType,
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { Config } from '../../config.ts';
import { invokeLambda } from '../flight/invoke-lambda.ts';
import type { TimedFunction } from '../flight/parts.ts';

export interface DriftParts {
  readonly config: Config;
  readonly tendLake: TimedFunction;
  readonly watchDrift: TimedFunction;
}

/** The workflow `drift`: first the lake, so that the answers of the day are in it, then the judgement. */
export function driftStateMachine(parent: Construct, id: string, parts: DriftParts): StateMachine {
  const scope = new Construct(parent, id);
  const name = `${parts.config.prefix}-drift`;
  const tendLake = invokeLambda(scope, 'TendLake', {
    target: parts.tendLake,
    payload: TaskInput.fromObject({}),
    output: '{% {} %}',
  });
  const watchDrift = invokeLambda(scope, 'WatchDrift', {
    target: parts.watchDrift,
    payload: TaskInput.fromObject({ days: 7 }),
    output: "{% { 'alarms': $states.result.Payload.alarms } %}",
  });
  return new StateMachine(scope, 'Machine', {
    stateMachineName: name,
    stateMachineType: StateMachineType.STANDARD,
    queryLanguage: QueryLanguage.JSONATA,
    comment: 'Once a day: answers into the lake, small files together, models judged.',
    definitionBody: DefinitionBody.fromChainable(tendLake.next(watchDrift)),
    tracingEnabled: true,
    logs: {
      destination: new LogGroup(scope, 'Log', {
        logGroupName: `/aws/vendedlogs/states/${name}`,
        retention: parts.config.retention.logs,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      level: LogLevel.ERROR,
      includeExecutionData: false,
    },
  });
}
