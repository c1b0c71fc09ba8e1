import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { examine, type Finding } from '#cli/doctor/examine.ts';
import { openHome } from '#platform/local/home.ts';
import { probeTfjsNode } from '#cli/setup/probe-tfjs-node.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

vi.mock(import('#cli/setup/probe-tfjs-node.ts'), () => ({ probeTfjsNode: vi.fn<typeof probeTfjsNode>() }));
beforeEach(() => {
  vi.mocked(probeTfjsNode).mockResolvedValue({ ok: false, installed: false, problem: 'not installed' });
});
afterEach(() => vi.unstubAllEnvs());

async function finding(name: string): Promise<Finding | undefined> {
  return (await examine()).find((found) => found.name.startsWith(name));
}

describe('the doctor', () => {
  it('finds everything that a run needs where Umbel was installed', async () => {
    vi.stubEnv('UMBEL_HOME', temporaryFolder());
    const findings = await examine();
    expect(findings.filter(({ state }) => state === 'missing')).toEqual([]);
    expect(findings.map(({ name }) => name)).toEqual([
      'Node',
      'Photos (sharp)',
      'Engine onnx',
      'Engine tfjs-node',
      'Tables (dynalite)',
      'Shipped model',
      'Machine',
      'State (UMBEL_HOME)',
      'chromium',
      'docker',
    ]);
    for (const { found } of findings) expect(found).not.toBe('');
  });

  it('says where state goes, also where no folder of the way is there yet', async () => {
    const dir = path.join(temporaryFolder(), 'a', 'b', 'c');
    vi.stubEnv('UMBEL_HOME', dir);
    expect(await finding('State')).toMatchObject({ state: 'ok', found: expect.stringContaining(dir) });
  });

  it('says when state cannot be written, and what to do', async () => {
    const file = path.join(temporaryFolder(), 'a-file');
    writeFileSync(file, '');
    vi.stubEnv('UMBEL_HOME', path.join(file, 'home'));
    expect(await finding('State')).toMatchObject({
      state: 'missing',
      advice: 'Set UMBEL_HOME to a folder that can be written.',
    });
  });

  it.each(['/proc/x', '/sys/a/b'])('says that nothing can be kept in %s, as a run does', async (dir) => {
    vi.stubEnv('UMBEL_HOME', dir);
    expect(await finding('State')).toMatchObject({ state: 'missing' });
    expect(() => openHome()).toThrow(/cannot keep its state/);
  });

  it('looks for programs in the PATH, and takes no folder for one', async () => {
    const [dir, other] = [temporaryFolder(), temporaryFolder()];
    mkdirSync(path.join(dir, 'docker'));
    writeFileSync(path.join(other, 'chromium'), '#!/bin/sh\n', { mode: 0o755 });
    vi.stubEnv('PATH', [dir, other].join(path.delimiter));
    expect(await finding('chromium')).toEqual({
      name: 'chromium',
      state: 'ok',
      found: path.join(other, 'chromium'),
    });
    expect(await finding('docker')).toMatchObject({
      state: 'optional',
      advice: 'Only for images for cdk deploy.',
    });
  });

  it('wants tfjs-node only where it was installed', async () => {
    expect(await finding('Engine tfjs-node')).toMatchObject({
      state: 'optional',
      advice: expect.stringContaining('umbel setup tfjs-node'),
    });
    vi.mocked(probeTfjsNode).mockResolvedValue({ ok: true, tensorflow: '2.21.0' });
    expect(await finding('Engine tfjs-node')).toMatchObject({ state: 'ok', found: 'TensorFlow 2.21.0' });
    vi.mocked(probeTfjsNode).mockResolvedValue({
      ok: false,
      installed: true,
      problem: 'no libtensorflow.so',
    });
    expect(await finding('Engine tfjs-node')).toMatchObject({
      state: 'missing',
      found: 'no libtensorflow.so',
    });
  });
});
