import { z } from 'zod';
import { remoteServerSchema } from './remote-servers.ts';

/** What every backend has. */
const common = {
  /** Workers, or instances of the endpoint, at most; without work there are none. */
  workersMax: z.int().min(1).max(500),
  /** Minutes without a batch before the last worker is let go. */
  idleMinutes: z.int().min(5).max(60),
  /**
   * How workers reach AWS. `public-ip`: public subnets, no way in, nothing to pay while no worker runs.
   * `endpoints`: isolated subnets with interface endpoints, about 75 USD a month (five in two zones; `ecs-gpu` needs three
   * more), no route to the internet.
   */
  network: z.enum(['public-ip', 'endpoints']),
  /**
   * Servers in private networks that models which run elsewhere (the engine `remote`) may be asked at: names, IPv4
   * addresses and networks, each with a port or without (443): `models.internal:8501`, `10.30.0.0/16`. Workers may reach
   * these ports; a route to them (peering, a transit gateway) is the department's own.
   */
  remoteAllow: z.array(remoteServerSchema).max(50),
};

/** Shares of spot and of on-demand capacity. A worker that is taken away costs one batch, no result. */
const capacity = {
  spotWeight: z.int().min(0).max(100),
  onDemandWeight: z.int().min(0).max(100),
};

/** Workers on Fargate: CPU alone, for Fargate has no GPUs. */
const fargateSchema = z.strictObject({
  backend: z.literal('fargate'),
  /** CPU units of one worker, 1024 = one vCPU. Fargate takes only some pairs of CPU and memory. */
  cpuUnits: z.literal([1024, 2048, 4096, 8192]),
  memoryMb: z.int().min(2048).max(61_440),
  ...capacity,
  ...common,
});

/** Workers on instances with one GPU each that ECS starts, patches and takes away (ECS Managed Instances). */
const ecsGpuSchema = z.strictObject({
  backend: z.literal('ecs-gpu'),
  /** CPU units of one worker; a little less than an instance has, for its agent runs there too. */
  cpuUnits: z.int().min(1024).max(16_384),
  memoryMb: z.int().min(2048).max(122_880),
  /** GPUs that will do, by the names of EC2; the cheapest that is to be had is taken. */
  gpus: z.array(z.enum(['t4', 'l4', 'a10g', 'l40s'])).min(1),
  ...capacity,
  ...common,
});

/** Instances of an asynchronous SageMaker endpoint. There is no spot capacity for endpoints. */
const sagemakerSchema = z.strictObject({
  backend: z.literal('sagemaker'),
  /** `ml.g*` have a GPU and run the image for CUDA, `ml.c7g*` are Graviton and run the image of the workers. */
  instanceType: z.enum([
    'ml.g4dn.xlarge',
    'ml.g5.xlarge',
    'ml.g6.xlarge',
    'ml.g6.2xlarge',
    'ml.c7g.xlarge',
    'ml.c7g.2xlarge',
    'ml.c7g.4xlarge',
  ]),
  ...common,
});

/** Where the model runs. One image does it everywhere; with a GPU it is the one built for CUDA. */
export const inferenceSchema = z.discriminatedUnion('backend', [
  fargateSchema,
  ecsGpuSchema,
  sagemakerSchema,
]);
export type InferenceConfig = z.infer<typeof inferenceSchema>;
export type FargateConfig = z.infer<typeof fargateSchema>;
export type EcsGpuConfig = z.infer<typeof ecsGpuSchema>;
export type SagemakerConfig = z.infer<typeof sagemakerSchema>;

/** Pairs of CPU units and memory that Fargate takes. Source: Amazon ECS, "Task CPU and memory". */
const fargateMemoryMb: Readonly<
  Record<FargateConfig['cpuUnits'], readonly [from: number, to: number, step: number]>
> = {
  1024: [2048, 8192, 1024],
  2048: [4096, 16_384, 1024],
  4096: [8192, 30_720, 1024],
  8192: [16_384, 61_440, 4096],
};

/** What is wrong with a size for Fargate; undefined: nothing. */
export function fargateSizeProblem({
  cpuUnits,
  memoryMb,
}: Pick<FargateConfig, 'cpuUnits' | 'memoryMb'>): string | undefined {
  const [from, to, step] = fargateMemoryMb[cpuUnits];
  if (memoryMb >= from && memoryMb <= to && memoryMb % step === 0) return undefined;
  return `with ${cpuUnits} CPU units must be ${from} to ${to} in steps of ${step}`;
}
