import { ArnFormat, Stack, type StackProps } from 'aws-cdk-lib';
import type { ICluster } from 'aws-cdk-lib/aws-ecs';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import type { InferenceNetwork } from '../constructs/inference-network.ts';
import { inferenceService } from '../constructs/inference-service.ts';
import { inferenceTask } from '../constructs/inference-task.ts';
import { allow, allowRead, allowReadItems, allowWriteItems } from '../constructs/permissions.ts';
import { scaleWorkers } from '../constructs/worker-scaling.ts';
import { workQueue } from '../constructs/work-queue.ts';
import { flightWorkflowName } from '../workflows/flight/name.ts';
import type { DataStack } from './data-stack.ts';

export interface InferenceStackProps extends StackProps {
  readonly config: Config;
  readonly data: DataStack;
  readonly network: InferenceNetwork;
  /** Root of the repository. */
  readonly sourceRoot: string;
}

/** The queue of batches to score and the workers that take from it. */
export class InferenceStack extends Stack {
  readonly queue: IQueue;
  /** Batches that nobody could score. */
  readonly deadQueue: IQueue;
  /** Shared with other workers: a network of their own would cost as much again. */
  readonly network: InferenceNetwork;
  readonly cluster: ICluster;

  constructor(scope: Construct, id: string, props: InferenceStackProps) {
    super(scope, id, props);
    const { config, data, network, sourceRoot } = props;
    const queue = workQueue(this, 'Queue', {
      name: 'inference',
      prefix: config.prefix,
      visibilityS: config.workflow.messageVisibilityS,
    });
    const task = inferenceTask(this, 'Worker', {
      config,
      sourceRoot,
      surroundings: {
        workBucket: data.buckets.work.bucketName,
        modelsBucket: data.buckets.models.bucketName,
        photosTable: data.tables.photos.tableName,
        scoresTable: data.tables.scores.tableName,
        inferenceQueueUrl: queue.queueUrl,
      },
    });
    const service = inferenceService(this, 'Service', { config, network, task });
    scaleWorkers(service, queue, config.inference);
    allowWork(task.taskRole, data);
    allowQueue(task.taskRole, queue);
    allowTokens(this, task.taskRole, flightWorkflowName(config.prefix));
    allowProtection(this, task.taskRole, config.prefix);
    this.queue = queue;
    this.deadQueue = queue.deadLetterQueue!.queue;
    this.network = network;
    this.cluster = service.cluster;
  }
}

/** Sheets and models in, scores out. */
function allowWork(worker: IGrantable, { buckets, tables }: DataStack): void {
  allowRead(worker, buckets.work, 'sheets/');
  allowRead(worker, buckets.models);
  allowReadItems(worker, tables.photos);
  allowReadItems(worker, tables.scores);
  allowWriteItems(worker, tables.scores);
}

function allowQueue(worker: IGrantable, queue: IQueue): void {
  allow(worker, ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility'], [queue.queueArn]);
}

/** Tokens of the workflow itself and of the children of its maps; named, for the workflow is made after this stack. */
function allowTokens(stack: Stack, worker: IGrantable, workflowName: string): void {
  const arn = (resourceName: string) =>
    stack.formatArn({
      service: 'states',
      resource: 'stateMachine',
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  allow(
    worker,
    ['states:SendTaskSuccess', 'states:SendTaskFailure', 'states:SendTaskHeartbeat'],
    [arn(workflowName), arn(`${workflowName}/*`)],
  );
}

/** A worker that holds a batch asks not to be chosen when the service shrinks. */
function allowProtection(stack: Stack, worker: IGrantable, clusterName: string): void {
  const tasks = stack.formatArn({ service: 'ecs', resource: 'task', resourceName: `${clusterName}/*` });
  allow(worker, ['ecs:GetTaskProtection', 'ecs:UpdateTaskProtection'], [tasks]);
}
