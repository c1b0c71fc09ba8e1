import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { UmbelError } from '#core/errors.ts';

/**
 * Takes the lock of a home folder for this process.
 * A lock whose owner no longer lives (kill -9) is taken over.
 * @returns gives the lock back
 * @throws UmbelError `home.locked` (try again) while another process works in the folder
 */
export function takeLock(file: string): () => void {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, JSON.stringify({ pid: process.pid }), { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const owner = ownerOf(file);
    if (owner !== undefined && owner !== process.pid && isAlive(owner)) {
      throw new UmbelError({
        code: 'home.locked',
        kind: 'try-again',
        message: `Another Umbel (process ${owner}) works in this folder: ${file}`,
        hint: 'Wait until it is done, or set UMBEL_HOME to another folder.',
      });
    }
    rmSync(file, { force: true });
  }
  throw new UmbelError({
    code: 'home.locked',
    kind: 'try-again',
    message: `The lock ${file} could not be taken.`,
  });
}

function ownerOf(file: string): number | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number'
      ? value.pid
      : undefined;
  } catch {
    // Half-written by a process that was killed: nobody owns it.
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
