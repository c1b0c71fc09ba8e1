import {
  Cluster,
  ContainerInsights,
  FargateService,
  type FargateTaskDefinition,
  type ICluster,
} from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import type { InferenceNetwork } from './inference-network.ts';

export interface InferenceServiceOptions {
  readonly config: Config;
  readonly network: InferenceNetwork;
  readonly task: FargateTaskDefinition;
}

/** The workers: none at first, on spot capacity as far as the configuration says. */
export function inferenceService(
  scope: Construct,
  id: string,
  options: InferenceServiceOptions,
): FargateService {
  const { config, network } = options;
  const cluster = new Cluster(scope, `${id}Cluster`, {
    clusterName: config.prefix,
    vpc: network.vpc,
    enableFargateCapacityProviders: true,
    containerInsightsV2: ContainerInsights.ENABLED,
  });
  const service = new FargateService(scope, id, {
    serviceName: `${config.prefix}-inference`,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the class misses its own interface under exactOptionalPropertyTypes
    cluster: cluster as ICluster,
    taskDefinition: options.task,
    desiredCount: 0,
    minHealthyPercent: 0,
    maxHealthyPercent: 200,
    vpcSubnets: network.subnets,
    assignPublicIp: network.assignPublicIp,
    securityGroups: [network.securityGroup],
    capacityProviderStrategies: [
      { capacityProvider: 'FARGATE_SPOT', weight: config.inference.spotWeight },
      { capacityProvider: 'FARGATE', weight: config.inference.onDemandWeight },
    ].filter(({ weight }) => weight > 0),
    // A new version that does not start is taken back.
    circuitBreaker: { rollback: true },
  });
  // The cluster first learns of spot capacity by a resource of its own.
  service.node.addDependency(cluster);
  return service;
}
