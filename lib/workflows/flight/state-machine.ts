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
import { allowObjectKey } from '../../constructs/permissions.ts';
import { flightStates } from './flight-workflow.ts';
import { flightWorkflowName } from './name.ts';
import type { FlightParts } from './parts.ts';

/** The state machine of the workflow `flight`. */
export function flightStateMachine(parent: Construct, id: string, parts: FlightParts): StateMachine {
  const scope = new Construct(parent, id);
  const { prefix, retention } = parts.config;
  const machine = new StateMachine(scope, 'Machine', {
    stateMachineName: flightWorkflowName(prefix),
    stateMachineType: StateMachineType.STANDARD,
    queryLanguage: QueryLanguage.JSONATA,
    comment: 'From the photos of a flight to the plants on the map.',
    definitionBody: DefinitionBody.fromChainable(flightStates(scope, parts)),
    tracingEnabled: true,
    logs: {
      destination: new LogGroup(scope, 'Log', {
        // Log groups of this name cost no room in the policy that lets Step Functions write.
        logGroupName: `/aws/vendedlogs/states/${flightWorkflowName(prefix)}`,
        retention: retention.logs,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      level: LogLevel.ERROR,
      includeExecutionData: false,
    },
  });
  // The lists that its maps read, and what they write.
  allowObjectKey(machine, parts.workBucket);
  mark(machine, { name: 'flight' });
  return machine;
}
