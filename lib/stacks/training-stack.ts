import { ArnFormat, Stack, type StackProps } from 'aws-cdk-lib';
import { FargateService } from 'aws-cdk-lib/aws-ecs';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { trainingPrefix } from '#core/model/training/training-run.ts';
import type { Config } from '../config.ts';
import {
  allow,
  allowAppendItems,
  allowRead,
  allowReadItems,
  allowWrite,
  allowWriteItems,
} from '../constructs/permissions.ts';
import { trainingTask } from '../constructs/training-task.ts';
import { scaleWorkers } from '../constructs/worker-scaling.ts';
import { workQueue } from '../constructs/work-queue.ts';
import { trainingWorkflowName } from '../workflows/training/name.ts';
import { trainingStateMachine } from '../workflows/training/state-machine.ts';
import type { DataStack } from './data-stack.ts';
import type { InferenceStack } from './inference-stack.ts';

export interface TrainingStackProps extends StackProps {
  readonly config: Config;
  readonly data: DataStack;
  readonly inference: InferenceStack;
  /** Root of the repository. */
  readonly sourceRoot: string;
}

/** The workflow `training`, its queue, and the worker that does its steps: none while there is nothing to train. */
export class TrainingStack extends Stack {
  readonly workflow: IStateMachine;

  constructor(scope: Construct, id: string, props: TrainingStackProps) {
    super(scope, id, props);
    const { config, data, inference, sourceRoot } = props;
    const queue = workQueue(this, 'Queue', {
      name: 'training',
      prefix: config.prefix,
      visibilityS: config.workflow.messageVisibilityS,
    });
    const task = trainingTask(this, 'Trainer', {
      config,
      sourceRoot,
      surroundings: {
        workBucket: data.buckets.work.bucketName,
        modelsBucket: data.buckets.models.bucketName,
        modelsTable: data.tables.models.tableName,
        auditTable: data.tables.audit.tableName,
        trainingQueueUrl: queue.queueUrl,
      },
    });
    const { network } = inference;
    const service = new FargateService(this, 'Service', {
      serviceName: `${config.prefix}-training`,
      cluster: inference.cluster,
      taskDefinition: task,
      desiredCount: 0,
      minHealthyPercent: 0,
      maxHealthyPercent: 200,
      vpcSubnets: network.subnets,
      assignPublicIp: network.assignPublicIp,
      securityGroups: [network.securityGroup],
      // A training that is taken away begins anew: it is not for spot capacity.
      capacityProviderStrategies: [{ capacityProvider: 'FARGATE', weight: 1 }],
      circuitBreaker: { rollback: true },
    });
    scaleWorkers(service, queue, { ...config.inference, workersMax: 1 });
    allowWork(task.taskRole, data);
    allowQueue(this, task.taskRole, { queue, prefix: config.prefix });
    this.workflow = trainingStateMachine(this, 'Training', { queue, config });
  }
}

/** Tiles in; package, report and comparison out; the model into the registry. */
function allowWork(worker: IGrantable, { buckets, tables }: DataStack): void {
  allowRead(worker, buckets.work, trainingPrefix(''));
  allowWrite(worker, buckets.work, trainingPrefix(''));
  allowRead(worker, buckets.models);
  allowWrite(worker, buckets.models);
  allowReadItems(worker, tables.models);
  allowWriteItems(worker, tables.models);
  allowReadItems(worker, tables.audit);
  allowAppendItems(worker, tables.audit);
}

/** Messages, tokens of the workflow, and the protection of the worker that holds one. */
function allowQueue(
  stack: Stack,
  worker: IGrantable,
  { queue, prefix }: { queue: IQueue; prefix: string },
): void {
  allow(worker, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'], [queue.queueArn]);
  const machine = stack.formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: trainingWorkflowName(prefix),
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
  allow(worker, ['states:SendTaskSuccess', 'states:SendTaskFailure', 'states:SendTaskHeartbeat'], [machine]);
  const tasks = stack.formatArn({ service: 'ecs', resource: 'task', resourceName: `${prefix}/*` });
  allow(worker, ['ecs:GetTaskProtection', 'ecs:UpdateTaskProtection'], [tasks]);
}
