import { Duration, IgnoreMode, RemovalPolicy } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import {
  type ContainerDefinition,
  ContainerImage,
  CpuArchitecture,
  FargateTaskDefinition,
  LogDrivers,
  OperatingSystemFamily,
} from 'aws-cdk-lib/aws-ecs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Config } from '../config.ts';
import { environmentOf, type Surroundings } from './environment.ts';
import { ignoreListOf } from './ignore-list.ts';
import { mark } from './mark.ts';

const dockerfile = 'containers/inference/Dockerfile';

export interface InferenceTaskOptions {
  readonly config: Config;
  /** Root of the repository. */
  readonly sourceRoot: string;
  readonly surroundings: Surroundings;
}

/** One worker: the image of `containers/inference` in its mode `worker`, on arm64, with a read-only file system. */
export function inferenceTask(
  parent: Construct,
  id: string,
  options: InferenceTaskOptions,
): FargateTaskDefinition {
  const scope = new Construct(parent, id);
  const { config } = options;
  const task = new FargateTaskDefinition(scope, 'Task', {
    family: `${config.prefix}-inference`,
    cpu: config.inference.cpuUnits,
    memoryLimitMiB: config.inference.memoryMb,
    runtimePlatform: {
      cpuArchitecture: CpuArchitecture.ARM64,
      operatingSystemFamily: OperatingSystemFamily.LINUX,
    },
    volumes: [{ name: 'tmp' }],
  });
  const container = addWorker(scope, task, options);
  // The one place a worker may write: the model package is unpacked there.
  container.addMountPoints({ sourceVolume: 'tmp', containerPath: '/tmp', readOnly: false });
  mark(task, { name: 'inference', source: 'containers/inference/main.ts' });
  return task;
}

function addWorker(
  scope: Construct,
  task: FargateTaskDefinition,
  { config, sourceRoot, surroundings }: InferenceTaskOptions,
): ContainerDefinition {
  return task.addContainer('worker', {
    image: ContainerImage.fromAsset(sourceRoot, {
      file: dockerfile,
      platform: Platform.LINUX_ARM64,
      exclude: ignoreListOf(sourceRoot, dockerfile),
      ignoreMode: IgnoreMode.DOCKER,
    }),
    command: ['worker'],
    environment: environmentOf('inference', surroundings),
    readonlyRootFilesystem: true,
    // Two minutes' notice before a spot worker is taken: time to finish a photo and hand the batch back.
    stopTimeout: Duration.seconds(120),
    logging: LogDrivers.awsLogs({
      streamPrefix: 'worker',
      logGroup: new LogGroup(scope, 'Log', {
        logGroupName: `/umbel/${config.prefix}/inference`,
        retention: config.retention.logs,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    }),
  });
}
