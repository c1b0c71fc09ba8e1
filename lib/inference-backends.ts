import { UmbelError } from '#core/errors.ts';
import type { Config } from './config.ts';
import type { InferenceConfig } from './inference-config.ts';

/** What of a configuration depends on where the model runs. */
interface BackendChoice {
  readonly inference: InferenceConfig;
  readonly workflow?: Partial<Config['workflow']>;
}

/** Names of the backends. */
export const backendNames = [
  'fargate',
  'ecs-gpu',
  'sagemaker',
] as const satisfies readonly InferenceConfig['backend'][];
export type BackendName = (typeof backendNames)[number];

/**
 * The backend of that name.
 * @throws UmbelError `config.unknown-backend`
 */
export function backendOf(name: string): BackendName {
  const found = backendNames.find((known) => known === name);
  if (found !== undefined) return found;
  throw new UmbelError({
    code: 'config.unknown-backend',
    kind: 'configuration',
    message: `There is no inference backend "${name}".`,
    hint: `Choose one of ${backendNames.join(', ')}: cdk deploy --all -c backend=ecs-gpu`,
  });
}

/**
 * The configuration with another backend, at a size that fits: `cdk deploy -c backend=ecs-gpu` takes it so. What the
 * environment says of workers, idle time, network and servers of one's own stays.
 */
export function withBackend(config: Config, backend: BackendName): Config {
  if (config.inference.backend === backend) return config;
  const { inference, workflow } = choices[backend](config.inference);
  return { ...config, inference, workflow: { ...config.workflow, ...workflow } };
}

const choices: Readonly<Record<BackendName, (former: InferenceConfig) => BackendChoice>> = {
  fargate: (former) => ({
    inference: {
      ...kept(former),
      backend: 'fargate',
      cpuUnits: 4096,
      memoryMb: 8192,
      spotWeight: 4,
      onDemandWeight: 1,
    },
  }),
  // Four vCPUs and 16 GiB beside one GPU: g4dn.xlarge, g6.xlarge, g5.xlarge.
  'ecs-gpu': (former) => ({
    inference: {
      ...kept(former),
      backend: 'ecs-gpu',
      cpuUnits: 3072,
      memoryMb: 12_288,
      gpus: ['t4', 'l4', 'a10g'],
      spotWeight: 4,
      onDemandWeight: 1,
    },
    workflow: { scoreHeartbeatS: 1800 },
  }),
  sagemaker: (former) => ({
    inference: { ...kept(former), backend: 'sagemaker', instanceType: 'ml.g6.xlarge' },
    workflow: { scoreHeartbeatS: 2400, sanityHeartbeatS: 2400 },
  }),
};

function kept({ workersMax, idleMinutes, network, remoteAllow }: InferenceConfig) {
  return { workersMax, idleMinutes, network, remoteAllow };
}
