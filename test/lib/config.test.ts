import { describe, expect, it } from 'vitest';
import { type Config, parseConfig } from '#lib/config.ts';
import { environmentNames, loadConfig } from '#lib/environments.ts';

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
    ['an unknown field', { ...dev, colour: 'red' }, 'colour'],
    ['logs for ever', { ...dev, retention: { ...dev.retention, logs: 9999 + 1 } }, 'retention.logs'],
  ])('%s', (_what, config, field) => {
    expect(() => parseConfig(config)).toThrow(
      expect.objectContaining({ code: 'config.invalid', message: expect.stringContaining(field) }),
    );
  });
});
