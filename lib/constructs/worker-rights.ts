import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { allow } from './permissions.ts';

/** Allows to take messages away and to keep them. */
export function allowQueue(worker: IGrantable, queue: IQueue): void {
  allow(worker, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'], [queue.queueArn]);
}

/** Allows to report tokens of a workflow; named, for workflows are made after those who work for them. */
export function allowTokens(
  scope: Construct,
  worker: IGrantable,
  { workflowName, children }: { workflowName: string; /** Those of its maps, too. */ children: boolean },
): void {
  const names = [workflowName, ...(children ? [`${workflowName}/*`] : [])];
  const arns = names.map((resourceName) =>
    Stack.of(scope).formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  );
  allow(worker, ['states:SendTaskSuccess', 'states:SendTaskFailure', 'states:SendTaskHeartbeat'], arns);
}

/** Allows a worker that holds a batch to ask not to be chosen when its service shrinks. */
export function allowProtection(scope: Construct, worker: IGrantable, clusterName: string): void {
  const tasks = Stack.of(scope).formatArn({
    service: 'ecs',
    resource: 'task',
    resourceName: `${clusterName}/*`,
  });
  allow(worker, ['ecs:GetTaskProtection', 'ecs:UpdateTaskProtection'], [tasks]);
}
