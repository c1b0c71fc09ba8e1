import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { examine } from '#cli/doctor/examine.ts';
import { main } from '#cli/main.ts';
import { temporaryFolder } from '../platform/temporary-folder.ts';

vi.mock(import('#cli/doctor/examine.ts'), async (original) => {
  const { examine } = await original();
  return { examine: vi.fn<typeof examine>(examine) };
});

let stdout: string;
let stderr: string;
beforeEach(() => {
  stdout = '';
  stderr = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((stdout += String(text))));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => Boolean((stderr += String(text))));
  vi.stubEnv('UMBEL_HOME', path.join(temporaryFolder(), 'home'));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
});

const photos = temporaryFolder();
writeFileSync(path.join(photos, 'a.jpg'), 'a');
const empty = temporaryFolder();

describe('exit codes of the command line', () => {
  it.each<[string, number, string[]]>([
    ['help', 0, ['--help']],
    ['help of a command', 0, ['run', '--help']],
    ['no command', 2, []],
    ['an unknown command', 2, ['dance']],
    ['an unknown option', 2, ['run', photos, '--fast']],
    ['a missing argument', 2, ['run']],
    ['one argument too many', 2, ['run', photos, photos]],
    ['a tiling that is none', 2, ['run', photos, '--tiling', 'squares']],
    ['an unknown format', 2, ['export', 'meadow-1', '--format', 'shp']],
    ['no format', 2, ['export', 'meadow-1']],
    ['a folder that is not there', 4, ['run', path.join(photos, 'nowhere')]],
    ['a file for a folder', 2, ['run', path.join(photos, 'a.jpg')]],
    ['an empty folder', 2, ['run', empty]],
    [
      'a folder for results that cannot be made',
      2,
      ['run', photos, '--out', path.join(photos, 'a.jpg', 'out')],
    ],
    ['a model that is not there', 4, ['run', photos, '--model', 'meadow-ffffffffffff']],
    ['a flight that was never run', 4, ['export', 'meadow-1', '--format', 'csv']],
  ])('%s: %s', async (_, code, args) => {
    expect(await main(args)).toBe(code);
  });

  it('of a home in which another Umbel works: 75, try again', async () => {
    const home = process.env['UMBEL_HOME']!;
    mkdirSync(home);
    writeFileSync(path.join(home, 'lock.json'), JSON.stringify({ pid: process.ppid }));
    expect(await main(['run', photos])).toBe(75);
    expect(stderr).toContain(`process ${process.ppid}`);
  });

  it('of a home that cannot be made: 3, configuration', async () => {
    vi.stubEnv('UMBEL_HOME', path.join(photos, 'a.jpg', 'home'));
    expect(await main(['run', photos])).toBe(3);
    expect(stderr).toContain('home.not-writable');
  });

  it('of a bug: 70, with the place where it happened', async () => {
    vi.mocked(examine).mockRejectedValueOnce(new TypeError('a bug'));
    expect(await main(['doctor'])).toBe(70);
    expect(stderr).toMatch(/umbel: TypeError: a bug\n\s+at /);
  });
});

describe('what the command line prints', () => {
  it('about an error is one sentence with its code, then what to do; stdout stays empty', async () => {
    await main(['run', path.join(photos, 'nowhere')]);
    expect(stderr).toBe(
      `umbel: There is no folder ${path.join(photos, 'nowhere')}. (flight.folder-missing)\n  Give the folder that holds the photos of one flight.\n`,
    );
    expect(stdout).toBe('');
  });

  it('about an error is one JSON object on stdout where JSON was asked for', async () => {
    await main(['run', path.join(photos, 'nowhere'), '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'flight.folder-missing', kind: 'not-found' } });
  });

  it('about a wrong command is the help, on stderr', async () => {
    await main(['dance']);
    expect(stderr).toContain("unknown command 'dance'");
    for (const command of ['simulate', 'run', 'export', 'locate', 'doctor', 'workflow'])
      expect(stderr).toContain(command);
    expect(stdout).toBe('');
  });

  it('as help goes to stdout', async () => {
    await main(['run', '--help']);
    expect(stdout).toContain('--tiling');
    expect(stderr).toBe('');
  });
});
