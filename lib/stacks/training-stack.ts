import { Stack, type StackProps } from 'aws-cdk-lib';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { trainingPrefix } from '#core/model/training/training-run.ts';
import type { Config } from '../config.ts';
import {
  allowAppendItems,
  allowRead,
  allowReadItems,
  allowWrite,
  allowWriteItems,
} from '../constructs/permissions.ts';
import { allowProtection, allowQueue, allowTokens } from '../constructs/worker-rights.ts';
import { scaleWorkers } from '../constructs/worker-scaling.ts';
import { workerService } from '../constructs/worker-service.ts';
import { workerTask } from '../constructs/worker-task.ts';
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
    const task = workerTask(this, 'Trainer', {
      image: { name: 'training', gpu: false },
      config,
      sourceRoot,
      size: config.training,
      surroundings: {
        workBucket: data.buckets.work.bucketName,
        modelsBucket: data.buckets.models.bucketName,
        modelsTable: data.tables.models.tableName,
        auditTable: data.tables.audit.tableName,
        trainingQueueUrl: queue.queueUrl,
      },
    });
    const { network } = inference;
    const service = workerService(this, 'Service', {
      serviceName: `${config.prefix}-training`,
      cluster: inference.cluster,
      network,
      task,
      // A training that is taken away begins anew: it is not for spot capacity.
      capacity: [{ capacityProvider: 'FARGATE', weight: 1 }],
      assignPublicIp: network.assignPublicIp,
    });
    scaleWorkers(service, queue, { ...config.inference, workersMax: 1 });
    allowWork(task.taskRole, data);
    allowQueue(task.taskRole, queue);
    allowTokens(this, task.taskRole, { workflowName: trainingWorkflowName(config.prefix), children: false });
    allowProtection(this, task.taskRole, config.prefix);
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
