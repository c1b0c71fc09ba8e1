import { afterEach, describe, expect, it, vi } from 'vitest';
import { environmentNames } from '#core/environment.ts';
import { requireEnvironment } from '#platform/environment.ts';

afterEach(() => vi.unstubAllEnvs());

describe('a variable that the deployment sets', () => {
  it('is read by its purpose', () => {
    vi.stubEnv('UMBEL_WORK_BUCKET', 'umbel-work');
    expect(requireEnvironment('workBucket')).toBe('umbel-work');
  });

  it.each([undefined, ''])('that is missing (%j) is named', (value) => {
    vi.stubEnv('UMBEL_WORK_BUCKET', value);
    expect(() => requireEnvironment('workBucket')).toThrow(
      expect.objectContaining({
        code: 'environment.missing',
        kind: 'configuration',
        message: 'The environment variable UMBEL_WORK_BUCKET is not set.',
      }),
    );
  });

  it('has a name of its own', () => {
    const names = Object.values(environmentNames);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^UMBEL_[A-Z_]+$/);
  });
});
