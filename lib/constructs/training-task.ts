import { Duration, IgnoreMode, RemovalPolicy } from 'aws-cdk-lib';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import {
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

const dockerfile = 'containers/training/Dockerfile';

export interface TrainingTaskOptions {
  readonly config: Config;
  /** Root of the repository. */
  readonly sourceRoot: string;
  readonly surroundings: Surroundings;
}

/** One training worker: the image of `containers/training` in its mode `worker`, on arm64, with a read-only file system. */
export function trainingTask(
  parent: Construct,
  id: string,
  options: TrainingTaskOptions,
): FargateTaskDefinition {
  const { config, sourceRoot, surroundings } = options;
  const scope = new Construct(parent, id);
  const task = new FargateTaskDefinition(scope, 'Task', {
    family: `${config.prefix}-training`,
    cpu: config.training.cpuUnits,
    memoryLimitMiB: config.training.memoryMb,
    runtimePlatform: {
      cpuArchitecture: CpuArchitecture.ARM64,
      operatingSystemFamily: OperatingSystemFamily.LINUX,
    },
    volumes: [{ name: 'tmp' }],
  });
  const container = task.addContainer('worker', {
    image: ContainerImage.fromAsset(sourceRoot, {
      file: dockerfile,
      platform: Platform.LINUX_ARM64,
      exclude: ignoreListOf(sourceRoot, dockerfile),
      ignoreMode: IgnoreMode.DOCKER,
    }),
    command: ['worker'],
    environment: environmentOf('training', surroundings),
    readonlyRootFilesystem: true,
    stopTimeout: Duration.seconds(120),
    logging: LogDrivers.awsLogs({
      streamPrefix: 'worker',
      logGroup: new LogGroup(scope, 'Log', {
        logGroupName: `/umbel/${config.prefix}/training`,
        retention: config.retention.logs,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    }),
  });
  // The one place a worker may write: tiles, checkpoints and the package lie there.
  container.addMountPoints({ sourceVolume: 'tmp', containerPath: '/tmp', readOnly: false });
  mark(task, { name: 'training', source: 'containers/training/main.ts' });
  return task;
}
