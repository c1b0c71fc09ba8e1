import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeLock } from '#platform/local/lock.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folder = temporaryFolder();
let files = 0;
const newFile = () => path.join(folder, `lock-${files++}.json`);
const lockOf = (pid: number) => {
  const file = newFile();
  writeFileSync(file, JSON.stringify({ pid }));
  return file;
};
const ownerOf = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as unknown;

describe('the lock of a home', () => {
  it('is taken, and given back', () => {
    const file = newFile();
    const release = takeLock(file);
    expect(ownerOf(file)).toMatchObject({ pid: process.pid });
    release();
    expect(existsSync(file)).toBe(false);
  });

  it('is refused while another process lives that holds it', () => {
    const file = lockOf(process.ppid);
    expect(() => takeLock(file)).toThrow(
      expect.objectContaining({
        code: 'home.locked',
        kind: 'try-again',
        message: `Another Umbel (process ${process.ppid}) works in this folder: ${file}`,
      }),
    );
    expect(ownerOf(file)).toEqual({ pid: process.ppid });
  });

  it('is refused to another part of the process that holds it', () => {
    const file = newFile();
    const release = takeLock(file);
    expect(() => takeLock(file)).toThrow(expect.objectContaining({ code: 'home.locked' }));
    release();
    takeLock(file)();
  });

  it('is taken over from a process that was killed', () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    const file = lockOf(pid);
    const release = takeLock(file);
    expect(ownerOf(file)).toMatchObject({ pid: process.pid });
    release();
  });

  it('is taken over from a former process that had our number', () => {
    expect(takeLock(lockOf(process.pid))).toBeTypeOf('function');
  });

  it.skipIf(!existsSync('/proc/self/stat'))(
    'is taken over when another process has the number of the owner that died',
    () => {
      const file = newFile();
      writeFileSync(file, JSON.stringify({ pid: process.ppid, born: '1' }));
      expect(takeLock(file)).toBeTypeOf('function');
    },
  );

  it.each(['', '{"pi', '{"pid":"x"}', 'null'])(
    'that was half-written (%j) is taken over once it is old',
    (content) => {
      const file = newFile();
      writeFileSync(file, content);
      expect(() => takeLock(file)).toThrow(expect.objectContaining({ code: 'home.locked' }));
      const longAgo = new Date(Date.now() - 60_000);
      utimesSync(file, longAgo, longAgo);
      takeLock(file)();
    },
  );

  it('given back twice does not take it from the next owner', () => {
    const file = newFile();
    const release = takeLock(file);
    release();
    writeFileSync(file, JSON.stringify({ pid: process.ppid }));
    release();
    expect(ownerOf(file)).toEqual({ pid: process.ppid });
  });
});
