import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import {
  DefinitionBody,
  LogLevel,
  QueryLanguage,
  StateMachine,
  StateMachineType,
} from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { mark } from '../../constructs/mark.ts';
import { trainingWorkflowName } from './name.ts';
import type { TrainingParts } from './parts.ts';
import { trainingStates } from './training-workflow.ts';

/** The state machine of the workflow `training`. */
export function trainingStateMachine(parent: Construct, id: string, parts: TrainingParts): StateMachine {
  const scope = new Construct(parent, id);
  const name = trainingWorkflowName(parts.config.prefix);
  const machine = new StateMachine(scope, 'Machine', {
    stateMachineName: name,
    stateMachineType: StateMachineType.STANDARD,
    queryLanguage: QueryLanguage.JSONATA,
    comment: 'From labelled tiles to a candidate model.',
    definitionBody: DefinitionBody.fromChainable(trainingStates(scope, parts)),
    tracingEnabled: true,
    logs: {
      destination: new LogGroup(scope, 'Log', {
        // Log groups of this name cost no room in the policy that lets Step Functions write.
        logGroupName: `/aws/vendedlogs/states/${name}`,
        retention: parts.config.retention.logs,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      level: LogLevel.ERROR,
      includeExecutionData: false,
    },
  });
  mark(machine, { name: 'training' });
  return machine;
}
