import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { aliveVariable, isAlive, showLife } from '#platform/container/liveness.ts';
import { temporaryFolder } from '../temporary-folder.ts';

it('takes a sign of the last minute for life, and none or an older one for a worker that hangs', () => {
  expect(isAlive('1000', 60_000)).toBe(true);
  expect(isAlive('1000', 62_000)).toBe(false);
  expect(isAlive(undefined, 0)).toBe(false);
  expect(isAlive('no number', 0)).toBe(false);
});

it('shows life in the file that the image names, and writes nothing elsewhere', () => {
  const file = path.join(temporaryFolder(), 'alive');
  showLife(undefined);
  expect(existsSync(file)).toBe(false);
  showLife(file);
  expect(isAlive(readFileSync(file, 'utf8'), Date.now())).toBe(true);
});

it('is what the health check of the images asks', () => {
  const file = path.join(temporaryFolder(), 'alive');
  const check = () =>
    spawnSync(process.execPath, ['platform/container/is-alive.ts'], {
      env: { ...process.env, [aliveVariable]: file },
    }).status;
  expect(check()).toBe(1);
  writeFileSync(file, String(Date.now()));
  expect(check()).toBe(0);
  writeFileSync(file, String(Date.now() - 120_000));
  expect(check()).toBe(1);
});
