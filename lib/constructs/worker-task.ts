import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  Compatibility,
  ContainerImage,
  CpuArchitecture,
  FargateTaskDefinition,
  LogDrivers,
  NetworkMode,
  OperatingSystemFamily,
  TaskDefinition,
} from 'aws-cdk-lib/aws-ecs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { type ContainerImageChoice, imageAsset } from './container-image.ts';
import { environmentOf, type Surroundings } from './environment.ts';
import { mark } from './mark.ts';

export interface WorkerTaskOptions {
  /** Folder under `containers/`; with a GPU the task runs on an instance of its own, otherwise on Fargate. */
  readonly image: ContainerImageChoice;
  readonly config: Config;
  /** Root of the repository. */
  readonly sourceRoot: string;
  readonly size: { readonly cpuUnits: number; readonly memoryMb: number };
  readonly surroundings: Surroundings;
}

/** A container's liveness: `platform/container/liveness.ts` touches the file while its event loop turns. */
const healthCheck = {
  command: ['CMD', 'node', 'platform/container/is-alive.ts'],
  interval: Duration.seconds(30),
  timeout: Duration.seconds(10),
  startPeriod: Duration.seconds(60),
  retries: 4,
};

/** One worker: an image of `containers/` in its mode `worker`, on a read-only file system, as a user without rights. */
export function workerTask(parent: Construct, id: string, options: WorkerTaskOptions): TaskDefinition {
  const scope = new Construct(parent, id);
  const { image, config, sourceRoot, surroundings } = options;
  const task = emptyTask(scope, options);
  const container = task.addContainer('worker', {
    image: ContainerImage.fromAsset(sourceRoot, imageAsset(sourceRoot, image)),
    command: ['worker'],
    environment: environmentOf(image.name, surroundings),
    readonlyRootFilesystem: true,
    healthCheck,
    ...(image.gpu ? { gpuCount: 1 } : {}),
    // Two minutes' notice before a spot worker is taken: time to finish a photo and hand the batch back.
    stopTimeout: Duration.seconds(120),
    logging: LogDrivers.awsLogs({
      streamPrefix: 'worker',
      logGroup: new LogGroup(scope, 'Log', {
        logGroupName: `/umbel/${config.prefix}/${image.name}`,
        retention: config.retention.logs,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    }),
  });
  // The one place a worker may write: packages, tiles and checkpoints lie there.
  container.addMountPoints({ sourceVolume: 'tmp', containerPath: '/tmp', readOnly: false });
  mark(task, { name: image.name, source: `containers/${image.name}/main.ts` });
  return task;
}

/** The task without its container. */
function emptyTask(scope: Construct, { image, config, size }: WorkerTaskOptions): TaskDefinition {
  const common = {
    family: `${config.prefix}-${image.name}`,
    runtimePlatform: {
      cpuArchitecture: image.gpu ? CpuArchitecture.X86_64 : CpuArchitecture.ARM64,
      operatingSystemFamily: OperatingSystemFamily.LINUX,
    },
    volumes: [{ name: 'tmp' }],
  };
  if (!image.gpu) {
    const { cpuUnits: cpu, memoryMb: memoryLimitMiB } = size;
    return new FargateTaskDefinition(scope, 'Task', { ...common, cpu, memoryLimitMiB });
  }
  return new TaskDefinition(scope, 'Task', {
    ...common,
    compatibility: Compatibility.MANAGED_INSTANCES,
    networkMode: NetworkMode.AWS_VPC,
    cpu: String(size.cpuUnits),
    memoryMiB: String(size.memoryMb),
  });
}
