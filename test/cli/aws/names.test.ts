import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { useDeployment } from '#cli/aws/names.ts';

const dir = mkdtempSync(path.join(tmpdir(), 'umbel-names-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

beforeEach(() => {
  for (const name of ['UMBEL_UPLOADS_BUCKET', 'UMBEL_FLIGHTS_TABLE', 'UMBEL_DEPLOYMENT'])
    vi.stubEnv(name, '');
});

function outputs(content: unknown): string {
  const file = path.join(dir, 'outputs.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

describe('useDeployment', () => {
  it('reads the outputs of all stacks, and leaves what the environment says', () => {
    vi.stubEnv('UMBEL_FLIGHTS_TABLE', 'mine');
    const file = outputs({ a: { UploadsBucket: 'up' }, b: { FlightsTable: 'theirs' } });
    useDeployment(['uploadsBucket', 'flightsTable'], file);
    expect(process.env['UMBEL_UPLOADS_BUCKET']).toBe('up');
    expect(process.env['UMBEL_FLIGHTS_TABLE']).toBe('mine');
  });

  it('names what is missing and what to do', () => {
    const file = outputs({ a: { FlightsTable: 't' } });
    expect(() => useDeployment(['uploadsBucket', 'flightsTable'], file)).toThrow(/UMBEL_UPLOADS_BUCKET/);
    expect(() => useDeployment(['uploadsBucket'], file)).toThrow(
      expect.objectContaining({ code: 'deployment.incomplete', kind: 'configuration' }),
    );
  });

  it.each([
    ['that is not there', path.join(dir, 'none.json')],
    ['that is not JSON', outputs('{')],
  ])('refuses a named file %s', (_, file) => {
    if (!file.endsWith('none.json')) outputs('{');
    expect(() => useDeployment(['uploadsBucket'], file)).toThrow(
      expect.objectContaining({ code: 'deployment.unreadable' }),
    );
  });
});
