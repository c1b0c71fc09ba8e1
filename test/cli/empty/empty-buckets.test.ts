import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bucketsOfDeployment } from '#cli/aws/names.ts';
import { emptyBuckets } from '#cli/empty/empty-buckets.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'umbel-empty-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function recorder() {
  const asked: (readonly [string, boolean])[] = [];
  const purge = (bucket: string, dryRun: boolean) => Promise.resolve(asked.push([bucket, dryRun]));
  return { asked, purge };
}

describe('emptyBuckets', () => {
  it('asks for every bucket of the outputs, the logs and the console too', async () => {
    const file = path.join(dir, 'outputs.json');
    const data = {
      UploadsBucket: 'umbel-dev-data-u',
      AccessLogsBucket: 'umbel-dev-data-a',
      FlightsTable: 't',
    };
    writeFileSync(
      file,
      JSON.stringify({ data, console: { ConsoleBucket: 'umbel-dev-console-f', ConsoleUrl: 'x' } }),
    );
    const { asked, purge } = recorder();
    const buckets = bucketsOfDeployment(file);
    expect(await emptyBuckets({ buckets, dryRun: true, purge })).toEqual({
      'umbel-dev-console-f': 1,
      'umbel-dev-data-a': 2,
      'umbel-dev-data-u': 3,
    });
    expect(asked.every(([, dryRun]) => dryRun)).toBe(true);
  });

  it.each([[['umbel-dev-data-u', 'umbel-data-u']], [['umbel-developer']], [[]]])(
    'touches nothing when one of %j is not of dev',
    async (buckets) => {
      const { asked, purge } = recorder();
      await expect(emptyBuckets({ buckets, dryRun: false, purge })).rejects.toMatchObject({
        code: 'empty.not-dev',
        kind: 'conflict',
      });
      expect(asked).toEqual([]);
    },
  );
});
