import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';

/** The locks that this process holds: another part of it may not take them over. */
const held = new Set<string>();

/** A lock that says nothing yet is being written by its owner, unless it stays so for this long. */
const writingMs = 1_000;

/**
 * Takes the lock of a home folder for this process.
 * A lock whose owner no longer lives (kill -9) is taken over; so is one with our own process id that we do not hold,
 * for process ids come again (in a container the first process is always number 1).
 * @param holder what holds it, for whoever finds it taken, e.g. `umbel serve at http://127.0.0.1:4173`
 * @returns gives the lock back
 * @throws UmbelError `home.locked` (try again) while another process works in the folder
 */
export function takeLock(file: string, holder?: string): () => void {
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(file, JSON.stringify({ pid: process.pid, born: bornAt(process.pid), holder }), {
        flag: 'wx',
      });
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
      throw locked(
        `${owner?.holder ?? 'Another Umbel'} (process ${owner?.pid ?? 'just started'}) works in this folder: ${file}`,
        owner?.holder,
      );
    rmSync(file, { force: true });
  }
  throw locked(`The lock ${file} could not be taken.`);
}

/** Says in a lock that this process holds where its database listens: who only reads may ask it. */
export function announceDatabase(file: string, endpoint: string): void {
  const owner = ownerOf(file);
  if (owner === undefined || !held.has(file)) return;
  // Whole or not at all: half a lock is one of somebody who has only begun.
  writeFileSync(`${file}.new`, JSON.stringify({ ...owner, database: endpoint }));
  renameSync(`${file}.new`, file);
}

/** Where the database listens of whoever works in a folder; undefined where nobody does, or it is not ready. */
export function databaseOf(file: string): string | undefined {
  const owner = ownerOf(file);
  return owner !== undefined && isHeldBy(owner, file) ? owner.database : undefined;
}

function locked(message: string, holder?: string): UmbelError {
  return new UmbelError({
    code: 'home.locked',
    kind: 'try-again',
    message,
    hint:
      holder === undefined
        ? 'Wait until it is done, or set UMBEL_HOME to another folder.'
        : 'Do it in the console there, or end it with Ctrl-C first; or set UMBEL_HOME to another folder. What only reads works beside it: umbel export, drift, compare, query, models list.',
  });
}

function isHeldBy(owner: Owner, file: string): boolean {
  if (owner.pid === process.pid) return held.has(file);
  return isAlive(owner.pid) && (owner.born === undefined || owner.born === bornAt(owner.pid));
}

function isYoung(file: string): boolean {
  const mtimeMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return mtimeMs !== undefined && Date.now() - mtimeMs < writingMs;
}

interface Owner {
  readonly pid: number;
  /** When the process began, as `bornAt` tells it; absent where the system does not tell. */
  readonly born?: string | undefined;
  /** In words. */
  readonly holder?: string | undefined;
  /** Where its database listens. */
  readonly database?: string | undefined;
}

const ownerSchema = z.object({
  pid: z.number(),
  born: z.string().optional(),
  holder: z.string().optional(),
  database: z.string().optional(),
});

function ownerOf(file: string): Owner | undefined {
  try {
    return ownerSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    // Half-written, by a process that was killed or has only begun.
    return undefined;
  }
}

/**
 * The start of a process in clock ticks since the machine started: tells two owners of one number apart.
 * Undefined where there is no /proc. Field 22 of /proc/PID/stat, proc(5); the name before it may hold blanks.
 */
function bornAt(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
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
