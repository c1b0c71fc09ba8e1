import { describe, expect, it } from 'vitest';
import { type Config, parseConfig } from '#lib/config.ts';
import { environmentNames, loadConfig } from '#lib/environments.ts';
import { backendNames, backendOf, withBackend } from '#lib/inference-backends.ts';
import { remoteServerOf } from '#lib/remote-servers.ts';

describe('configuration of the environments', () => {
  it.each(environmentNames)('%s is valid', (name) => {
    expect(loadConfig(name).environment).toBe(name);
  });

  it('gives environments names that can share an account', () => {
    const prefixes = environmentNames.map((name) => loadConfig(name).prefix);
    expect(new Set(prefixes).size).toBe(prefixes.length);
  });

  it('keeps the data of prod', () => {
    expect(loadConfig('prod').retention.keepData).toBe(true);
  });

  it('refuses an environment that is not there', () => {
    expect(() => loadConfig('test')).toThrow(expect.objectContaining({ code: 'config.unknown-environment' }));
  });
});

describe('backends', () => {
  it.each(environmentNames.flatMap((name) => backendNames.map((backend) => [name, backend] as const)))(
    '%s takes %s as it is',
    (name, backend) => {
      const config = parseConfig(withBackend(loadConfig(name), backend));
      expect(config.inference.backend).toBe(backend);
      expect(config.inference.workersMax).toBe(loadConfig(name).inference.workersMax);
    },
  );

  it('keep the servers that models run on', () => {
    const dev = loadConfig('dev');
    const remoteAllow = ['models.internal', 'models.internal:8501', '10.30.0.0/16', '10.30.1.7:9000'];
    const config = parseConfig({ ...dev, inference: { ...dev.inference, remoteAllow } });
    for (const backend of backendNames)
      expect(parseConfig(withBackend(config, backend)).inference.remoteAllow).toEqual(remoteAllow);
    expect(remoteAllow.map(remoteServerOf)).toEqual([
      { cidr: null, port: 443 },
      { cidr: null, port: 8501 },
      { cidr: '10.30.0.0/16', port: 443 },
      { cidr: '10.30.1.7/32', port: 9000 },
    ]);
  });

  it('are known by name', () => {
    expect(backendOf('ecs-gpu')).toBe('ecs-gpu');
    expect(() => backendOf('gpu')).toThrow(expect.objectContaining({ code: 'config.unknown-backend' }));
  });
});

describe('what the configuration refuses', () => {
  const dev = loadConfig('dev');
  const withWorkflow = (change: Partial<Config['workflow']>) => ({
    ...dev,
    workflow: { ...dev.workflow, ...change },
  });

  it.each([
    [
      'a heartbeat shorter than two visibilities',
      withWorkflow({ scoreHeartbeatS: 200 }),
      'workflow.scoreHeartbeatS',
    ],
    [
      'a heartbeat as long as the timeout',
      withWorkflow({ sanityHeartbeatS: 3600 }),
      'workflow.sanityHeartbeatS',
    ],
    [
      'no tolerated failure at all',
      withWorkflow({ toleratedFailurePercent: 0 }),
      'workflow.toleratedFailurePercent',
    ],
    [
      'workers on no capacity',
      { ...dev, inference: { ...dev.inference, spotWeight: 0, onDemandWeight: 0 } },
      'inference.spotWeight',
    ],
    [
      'memory that Fargate does not give to so many processors',
      { ...dev, inference: { ...dev.inference, memoryMb: 30_720 } },
      'inference.memoryMb',
    ],
    [
      'a trainer of a size that Fargate does not have',
      { ...dev, training: { ...dev.training, cpuUnits: 8192, memoryMb: 18_000 } },
      'training.memoryMb',
    ],
    [
      'a heartbeat that ends before an endpoint has started',
      { ...withBackend(dev, 'sagemaker'), workflow: dev.workflow },
      'the first worker of sagemaker',
    ],
    [
      'spot capacity for an endpoint',
      { ...dev, inference: { ...withBackend(dev, 'sagemaker').inference, spotWeight: 1 } },
      'spotWeight',
    ],
    [
      'a backend that there is not',
      { ...dev, inference: { ...dev.inference, backend: 'lambda' } },
      'inference.backend',
    ],
    [
      'a GPU that no instance has',
      { ...dev, inference: { ...withBackend(dev, 'ecs-gpu').inference, gpus: ['mx150'] } },
      'inference.gpus',
    ],
    [
      'to call a batch stuck that may take so long',
      { ...dev, operations: { ...dev.operations, stuckHours: 1 } },
      'operations.stuckHours',
    ],
    ['an unknown field', { ...dev, colour: 'red' }, 'colour'],
    ['logs for ever', { ...dev, retention: { ...dev.retention, logs: 9999 + 1 } }, 'retention.logs'],
  ])('%s', (_what, config, field) => {
    expect(() => parseConfig(config)).toThrow(
      expect.objectContaining({ code: 'config.invalid', message: expect.stringContaining(field) }),
    );
  });

  it.each([
    ['no name', 'Models Internal'],
    ['two in one', 'a.internal,b.internal'],
    ['half an address', '10.30.1'],
    ['no address', '10.30.1.256'],
    ['every network', '0.0.0.0/0'],
    ['where AWS gives out credentials', '169.254.170.2'],
    ['no port', 'models.internal:0'],
    ['an address that workers do not have', '[fd12::7]:443'],
  ])("as a server of one's own: %s", (_what, entry) => {
    const config = { ...dev, inference: { ...dev.inference, remoteAllow: [entry] } };
    expect(() => parseConfig(config)).toThrow(
      expect.objectContaining({
        code: 'config.invalid',
        message: expect.stringContaining(`inference.remoteAllow[0]: "${entry}" `),
      }),
    );
  });
});
