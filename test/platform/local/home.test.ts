import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openHome } from '#platform/local/home.ts';
import { temporaryFolder } from '../temporary-folder.ts';

afterEach(() => vi.unstubAllEnvs());

describe('the home folder', () => {
  it('is made where it is wanted, with everything in it', () => {
    const dir = path.join(temporaryFolder(), 'a', 'b');
    const home = openHome(dir);
    expect(home.dir).toBe(dir);
    for (const folder of [home.database, home.executions, home.logs, home.events]) {
      expect(path.dirname(folder)).toBe(dir);
      expect(existsSync(folder)).toBe(true);
    }
    expect(openHome(dir)).toEqual(home);
  });

  it('is the one in $UMBEL_HOME', () => {
    const dir = temporaryFolder();
    vi.stubEnv('UMBEL_HOME', dir);
    expect(openHome().dir).toBe(dir);
  });

  it('that cannot be made is a matter of configuration, with the place named', () => {
    const file = path.join(temporaryFolder(), 'a-file');
    writeFileSync(file, '');
    expect(() => openHome(path.join(file, 'home'))).toThrow(
      expect.objectContaining({
        code: 'home.not-writable',
        kind: 'configuration',
        message: expect.stringContaining(path.join(file, 'home')),
        hint: expect.stringContaining('UMBEL_HOME'),
      }),
    );
  });
});
