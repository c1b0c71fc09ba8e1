import { afterEach, describe, expect, it, vi } from 'vitest';
import { openAwsPlatform } from '#platform/aws/open.ts';

afterEach(() => vi.unstubAllEnvs());

describe('the platform on AWS', () => {
  it('opens without any name that a function was not granted; using one says what is missing', async () => {
    vi.stubEnv('AWS_REGION', 'eu-north-1');
    vi.stubEnv('UMBEL_PHOTOS_TABLE', undefined);
    vi.stubEnv('UMBEL_INFERENCE_QUEUE_URL', undefined);
    const platform = openAwsPlatform();
    expect(() => platform.tables.photos).toThrow('UMBEL_PHOTOS_TABLE');
    await expect(platform.queue.receive({ waitS: 0, visibilityS: 1 })).rejects.toThrow(
      'UMBEL_INFERENCE_QUEUE_URL',
    );
    expect(platform.clock.now().getTime()).toBeCloseTo(Date.now(), -3);
  });
});
