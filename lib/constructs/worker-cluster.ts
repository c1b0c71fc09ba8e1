import { Cluster, ContainerInsights, type ICluster } from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import type { InferenceNetwork } from './inference-network.ts';

/** The cluster of all workers, with the capacity of Fargate. */
export function workerCluster(
  scope: Construct,
  id: string,
  { config, network }: { readonly config: Config; readonly network: InferenceNetwork },
): Cluster {
  return new Cluster(scope, id, {
    clusterName: config.prefix,
    vpc: network.vpc,
    enableFargateCapacityProviders: true,
    containerInsightsV2: ContainerInsights.ENABLED,
  });
}

/** The cluster as others take it. */
export function asCluster(cluster: Cluster): ICluster {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the class misses its own interface under exactOptionalPropertyTypes
  return cluster as ICluster;
}
