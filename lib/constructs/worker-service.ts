import {
  type CapacityProviderStrategy,
  FargateService,
  type ICluster,
  type TaskDefinition,
} from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { InferenceNetwork } from './inference-network.ts';

export interface WorkerServiceOptions {
  readonly serviceName: string;
  readonly cluster: ICluster;
  readonly network: InferenceNetwork;
  readonly task: TaskDefinition;
  /** Where workers run, by weight. */
  readonly capacity: readonly CapacityProviderStrategy[];
  /** The workers' own address on the internet; instances of our own have theirs. */
  readonly assignPublicIp: boolean;
}

/** Workers of a kind, none at first. The class is the library's for instances that ECS manages, too. */
export function workerService(scope: Construct, id: string, options: WorkerServiceOptions): FargateService {
  const { serviceName, cluster, network, task, capacity, assignPublicIp } = options;
  return new FargateService(scope, id, {
    serviceName,
    cluster,
    taskDefinition: task,
    desiredCount: 0,
    minHealthyPercent: 0,
    maxHealthyPercent: 200,
    vpcSubnets: network.subnets,
    assignPublicIp,
    securityGroups: [network.securityGroup],
    capacityProviderStrategies: capacity.filter(({ weight = 0 }) => weight > 0),
    // A new version that does not start is taken back.
    circuitBreaker: { rollback: true },
  });
}
