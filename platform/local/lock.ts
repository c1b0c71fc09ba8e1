import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { UmbelError } from '#core/errors.ts';

/** The locks that this process holds: another part of it may not take them over. */
const held = new Set<string>();

/** A lock that says nothing yet is being written by its owner, unless it stays so for this long. */
const writingMs = 1_000;

/**
 * Takes the lock of a home folder for this process.
 * A lock whose owner no longer lives (kill -9) is taken over; so is one with our own process id that we do not hold,
 * for process ids come again (in a container the first process is always number 1).
 * @returns gives the lock back
 * @throws UmbelError `home.locked` (try again) while another process works in the folder
 */
export function takeLock(file: string): () => void {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, JSON.stringify({ pid: process.pid }), { flag: 'wx' });
      held.add(file);
      return () => {
        if (held.delete(file)) rmSync(file, { force: true });
      };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const owner = ownerOf(file);
    const taken = owner === undefined ? isYoung(file) : isHeldBy(owner, file);
    if (taken)
      throw locked(`Another Umbel (process ${owner ?? 'just started'}) works in this folder: ${file}`);
    rmSync(file, { force: true });
  }
  throw locked(`The lock ${file} could not be taken.`);
}

function locked(message: string): UmbelError {
  return new UmbelError({
    code: 'home.locked',
    kind: 'try-again',
    message,
    hint: 'Wait until it is done, or set UMBEL_HOME to another folder.',
  });
}

function isHeldBy(owner: number, file: string): boolean {
  return owner === process.pid ? held.has(file) : isAlive(owner);
}

function isYoung(file: string): boolean {
  const mtimeMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return mtimeMs !== undefined && Date.now() - mtimeMs < writingMs;
}

function ownerOf(file: string): number | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null && 'pid' in value && typeof value.pid === 'number'
      ? value.pid
      : undefined;
  } catch {
    // Half-written, by a process that was killed or has only begun.
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
