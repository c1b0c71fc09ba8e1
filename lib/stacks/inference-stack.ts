import { Stack, type StackProps } from 'aws-cdk-lib';
import type { CapacityProviderStrategy, Cluster, ICluster } from 'aws-cdk-lib/aws-ecs';
import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { scaleEndpoint } from '../constructs/endpoint-scaling.ts';
import { gpuCapacity } from '../constructs/gpu-capacity.ts';
import { inferenceEndpoint } from '../constructs/inference-endpoint.ts';
import type { InferenceNetwork } from '../constructs/inference-network.ts';
import { allowRead, allowReadItems, allowWrite, allowWriteItems } from '../constructs/permissions.ts';
import { asCluster, workerCluster } from '../constructs/worker-cluster.ts';
import { allowProtection, allowQueue, allowTokens } from '../constructs/worker-rights.ts';
import { scaleWorkers } from '../constructs/worker-scaling.ts';
import { workerService } from '../constructs/worker-service.ts';
import { workerTask } from '../constructs/worker-task.ts';
import { workQueue } from '../constructs/work-queue.ts';
import { askEndpointFunction } from '../functions/ask-endpoint.ts';
import type { InferenceConfig, SagemakerConfig } from '../inference-config.ts';
import type { WatchedScorer } from '../observability/watched-parts.ts';
import type { Scorer } from '../workflows/flight/parts.ts';
import { flightWorkflowName } from '../workflows/flight/name.ts';
import type { DataStack } from './data-stack.ts';

export interface InferenceStackProps extends StackProps {
  readonly config: Config;
  readonly data: DataStack;
  readonly network: InferenceNetwork;
  /** Root of the repository. */
  readonly sourceRoot: string;
}

/** Who scores photos: workers that take batches from a queue, on CPUs or GPUs, or an endpoint of SageMaker. */
export class InferenceStack extends Stack {
  /** How the workflow reaches them. */
  readonly scorer: Scorer;
  readonly watched: WatchedScorer;
  /** Shared with other workers: a network of their own would cost as much again. */
  readonly network: InferenceNetwork;
  readonly cluster: ICluster;

  constructor(scope: Construct, id: string, props: InferenceStackProps) {
    super(scope, id, props);
    const { config, network } = props;
    const { inference } = config;
    const cluster = workerCluster(this, 'ServiceCluster', { config, network });
    this.network = network;
    this.cluster = asCluster(cluster);
    const made =
      inference.backend === 'sagemaker' ? this.endpoint(props, inference) : this.workers(props, cluster);
    this.scorer = made.scorer;
    this.watched = made.watched;
  }

  /** A queue and the workers that take from it. */
  private workers({ config, data, network, sourceRoot }: InferenceStackProps, cluster: Cluster) {
    const { inference } = config;
    if (inference.backend === 'sagemaker') throw new TypeError('an endpoint has no workers of ours');
    const gpu = inference.backend === 'ecs-gpu';
    const queue = workQueue(this, 'Queue', {
      name: 'inference',
      prefix: config.prefix,
      visibilityS: config.workflow.messageVisibilityS,
    });
    const task = workerTask(this, 'Worker', {
      image: { name: 'inference', gpu },
      config,
      sourceRoot,
      size: inference,
      surroundings: { ...surroundingsOf(data, inference), inferenceQueueUrl: queue.queueUrl },
    });
    const service = workerService(this, 'Service', {
      serviceName: `${config.prefix}-inference`,
      cluster: this.cluster,
      network,
      task,
      capacity: gpu ? gpuCapacity(this, { config, inference, network, cluster }) : fargateCapacity(inference),
      assignPublicIp: network.assignPublicIp && !gpu,
    });
    // The cluster first learns of capacity by a resource of its own.
    service.node.addDependency(cluster);
    scaleWorkers(service, queue, inference);
    allowWork(task.taskRole, data);
    allowQueue(task.taskRole, queue);
    allowTokens(this, task.taskRole, { workflowName: flightWorkflowName(config.prefix), children: true });
    allowProtection(this, task.taskRole, config.prefix);
    const names = { clusterName: config.prefix, serviceName: `${config.prefix}-inference` };
    return {
      scorer: { kind: 'queue', queue } as const,
      watched: { kind: 'workers', queue, deadQueue: queue.deadLetterQueue!.queue, ...names } as const,
    };
  }

  /** An endpoint and the function that hands it batches. */
  private endpoint({ config, data, network, sourceRoot }: InferenceStackProps, inference: SagemakerConfig) {
    const endpoint = inferenceEndpoint(this, 'Worker', {
      config,
      inference,
      sourceRoot,
      network,
      workBucket: data.buckets.work,
      surroundings: surroundingsOf(data, inference),
    });
    scaleEndpoint(this, endpoint, inference);
    allowWork(endpoint.role, data);
    // SageMaker reads the request in the name of the container's role.
    allowRead(endpoint.role, data.buckets.work, 'runs/*/endpoint/');
    allowTokens(this, endpoint.role, { workflowName: flightWorkflowName(config.prefix), children: true });
    const ask = askEndpointFunction(this, { config, sourceRoot, workBucket: data.buckets.work, endpoint });
    return {
      scorer: { kind: 'endpoint', ask } as const,
      watched: { kind: 'endpoint', endpointName: endpoint.endpointName } as const,
    };
  }
}

function surroundingsOf({ buckets, tables }: DataStack, { remoteAllow }: InferenceConfig) {
  return {
    ...(remoteAllow.length === 0 ? {} : { remoteAllow: remoteAllow.join(',') }),
    workBucket: buckets.work.bucketName,
    modelsBucket: buckets.models.bucketName,
    photosTable: tables.photos.tableName,
    scoresTable: tables.scores.tableName,
  };
}

function fargateCapacity({
  spotWeight,
  onDemandWeight,
}: {
  readonly spotWeight: number;
  readonly onDemandWeight: number;
}): CapacityProviderStrategy[] {
  return [
    { capacityProvider: 'FARGATE_SPOT', weight: spotWeight },
    { capacityProvider: 'FARGATE', weight: onDemandWeight },
  ];
}

/** Sheets and models in, scores out. */
function allowWork(worker: IGrantable, { buckets, tables }: DataStack): void {
  for (const prefix of ['sheets/', 'runs/*/batches/']) allowRead(worker, buckets.work, prefix);
  allowWrite(worker, buckets.work, 'runs/*/batches/');
  allowRead(worker, buckets.models);
  allowReadItems(worker, tables.photos);
  allowReadItems(worker, tables.scores);
  allowWriteItems(worker, tables.scores);
}
