import { Size } from 'aws-cdk-lib';
import { AcceleratorManufacturer, AcceleratorType } from 'aws-cdk-lib/aws-ec2';
import {
  CapacityOptionType,
  type CapacityProviderStrategy,
  type Cluster,
  ManagedInstancesCapacityProvider,
  PropagateManagedInstancesTags,
} from 'aws-cdk-lib/aws-ecs';
import type { Construct } from 'constructs';
import type { Config } from '../config.ts';
import type { EcsGpuConfig } from '../inference-config.ts';
import type { InferenceNetwork } from './inference-network.ts';

/** Families of instances by their GPU, x86 all. CloudFormation does not know every GPU by its name. */
const families: Readonly<Record<EcsGpuConfig['gpus'][number], string>> = {
  t4: 'g4dn.*',
  l4: 'g6.*',
  a10g: 'g5.*',
  l40s: 'g6e.*',
};

export interface GpuCapacityOptions {
  readonly config: Config;
  readonly inference: EcsGpuConfig;
  readonly network: InferenceNetwork;
  readonly cluster: Cluster;
}

/**
 * Instances with one GPU each, which ECS starts for waiting tasks, patches, and ends when nothing runs on them: spot and on
 * demand by their weights. Source: Amazon ECS Developer Guide, "Amazon ECS Managed Instances".
 */
export function gpuCapacity(scope: Construct, options: GpuCapacityOptions): CapacityProviderStrategy[] {
  const { spotWeight, onDemandWeight } = options.inference;
  const wanted = [
    { id: 'GpuSpot', type: CapacityOptionType.SPOT, weight: spotWeight },
    { id: 'GpuOnDemand', type: CapacityOptionType.ON_DEMAND, weight: onDemandWeight },
  ].filter(({ weight }) => weight > 0);
  const made: ManagedInstancesCapacityProvider[] = [];
  for (const { id, type } of wanted) made.push(provider(scope, id, { ...options, type, first: made[0] }));
  return made.map(({ capacityProviderName }, i) => ({
    capacityProvider: capacityProviderName,
    weight: wanted[i]!.weight,
  }));
}

interface ProviderOptions extends GpuCapacityOptions {
  readonly type: CapacityOptionType;
  /** Its roles are used again. */
  readonly first: ManagedInstancesCapacityProvider | undefined;
}

function provider(
  scope: Construct,
  id: string,
  { config, inference, network, cluster, type, first }: ProviderOptions,
): ManagedInstancesCapacityProvider {
  const made = new ManagedInstancesCapacityProvider(scope, id, {
    capacityProviderName: `${config.prefix}-${type === CapacityOptionType.SPOT ? 'gpu-spot' : 'gpu-on-demand'}`,
    capacityOptionType: type,
    ...(first === undefined
      ? {}
      : { infrastructureRole: first.infrastructureRole, ec2InstanceProfile: first.ec2InstanceProfile }),
    subnets: network.vpc.selectSubnets(network.subnets).subnets,
    securityGroups: [network.securityGroup],
    // The image with CUDA takes 8 GB, the package little.
    taskVolumeStorage: Size.gibibytes(80),
    propagateTags: PropagateManagedInstancesTags.CAPACITY_PROVIDER,
    instanceRequirements: {
      vCpuCountMin: Math.ceil(inference.cpuUnits / 1024),
      memoryMin: Size.mebibytes(inference.memoryMb),
      acceleratorTypes: [AcceleratorType.GPU],
      acceleratorManufacturers: [AcceleratorManufacturer.NVIDIA],
      allowedInstanceTypes: inference.gpus.map((name) => families[name]),
      acceleratorCountMin: 1,
      acceleratorCountMax: 1,
    },
  });
  cluster.addManagedInstancesCapacityProvider(made);
  return made;
}
