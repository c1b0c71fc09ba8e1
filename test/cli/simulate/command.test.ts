import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { simulateCommand } from '#cli/simulate/command.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'umbel-simulate-command-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());

/** What the command printed on stdout. */
async function runCommand(...args: string[]): Promise<string> {
  let printed = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  await simulateCommand().parseAsync(['node', 'simulate', ...args]);
  return printed;
}

describe('umbel simulate', () => {
  it('prints one JSON object and nothing else with --json', async () => {
    const dir = join(root, 'json');
    const args = ['--photos', '1', '--width', '96', '--height', '30', '--origin', '55.5,-3.25', '--json'];
    const summary: unknown = JSON.parse(await runCommand(dir, ...args));
    expect(summary).toMatchObject({ photos: 1, widthPx: 96, heightPx: 64, dir, reused: false });
  });

  it('prints a few lines for people without it', async () => {
    const text = await runCommand(join(root, 'text'), '--photos', '1', '--width', '96', '--season', 'spring');
    expect(text).toMatch(/^Flight sim-1-[0-9a-f]{8}: 1 photo of 96 x 64 px/);
    expect(text).toContain('0 in flower');
    expect(text).toContain('truth.geojson');
  });

  it.each([
    ['--photos', 'many'],
    ['--origin', '56.1'],
    ['--origin', '56.1,'],
    ['--origin', '1,2,3'],
    ['--seed', '1.5'],
  ])('refuses %s %s', async (flag, value) => {
    await expect(runCommand(join(root, 'bad'), flag, value)).rejects.toThrow(
      expect.objectContaining({ code: 'simulate.option-invalid', message: expect.stringContaining(flag) }),
    );
  });
});
