import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import type { RunResult } from '#cli/run/run-flight.ts';
import { smallFlight } from './flights.ts';
import { startUmbel, temporaryFolder, umbelJson } from './umbel.ts';

/** Processes of a run by what they are, found by their command line. */
const parts = { worker: 'containers/inference/main.ts', database: 'dynamodb/process.ts' } as const;

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

function processes(): Process[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');
  return lines.map((line) => {
    const [pid, parent, ...command] = line.trim().split(/\s+/);
    return { pid: Number(pid), parent: Number(parent), command: command.join(' ') };
  });
}

/** The process of one part of a run, as soon as there is one; undefined when the run ends before. */
async function waitForPart(
  run: number,
  part: keyof typeof parts,
  ended: () => boolean,
): Promise<number | undefined> {
  while (!ended()) {
    const found = processes().find(({ parent, command }) => parent === run && command.includes(parts[part]));
    if (found !== undefined) return found.pid;
    await sleep(20);
  }
  return undefined;
}

interface Contents {
  readonly tiles: string;
  readonly photos: string;
  readonly sightings: string;
}

function contents(result: RunResult): Contents {
  const read = (format: string) => readFileSync(result.out[format] ?? '', 'utf8');
  return { tiles: read('tiles'), photos: read('photos'), sightings: read('csv') };
}

describe('kill -9', () => {
  let dir: string;
  let undisturbed: Contents;
  let tookMs: number;

  beforeAll(async () => {
    dir = path.join(inject('sharedDir'), 'kill-flight');
    await smallFlight(dir, { photos: 12 });
    const result = await umbelJson<RunResult>(['run', dir], path.join(inject('sharedDir'), 'kill-home'));
    undisturbed = contents(result);
    tookMs = result.tookMs;
  }, 180_000);

  test.each([0.15, 0.35, 0.55, 0.75, 0.9])(
    'of the whole run after %f of its time: the same command continues to the same result',
    { timeout: 120_000 },
    async (share) => {
      const home = temporaryFolder();
      const run = startUmbel(['run', dir], home);
      await sleep(share * tookMs);
      const children = processes().filter(({ parent }) => parent === run.process.pid);
      run.process.kill('SIGKILL');
      await run.ended;
      const result = await umbelJson<RunResult>(['run', dir], home);
      expect(contents(result)).toEqual(undisturbed);
      expect(result.decodes).toBe(12);
      const left = processes().filter(({ pid, command }) =>
        children.some((child) => child.pid === pid && child.command === command),
      );
      expect(left, 'database and worker end with the run').toEqual([]);
    },
  );

  test.each([
    ['worker', 0],
    ['worker', 300],
    ['database', 400],
    ['database', 1500],
  ] as const)(
    'of the %s %i ms after its start: this command, or the same again, ends with the same result',
    { timeout: 120_000 },
    async (part, delayMs) => {
      const home = temporaryFolder();
      const run = startUmbel(['run', dir, '--json'], home);
      let over = false;
      void run.ended.then(() => (over = true));
      const victim = await waitForPart(run.process.pid!, part, () => over);
      await sleep(delayMs);
      expect(over, 'the run ended before the kill').toBe(false);
      process.kill(victim!, 'SIGKILL');
      const { code, stderr } = await run.ended;
      // 75 = try again: a database killed while it starts cannot be bridged; the same command then does it.
      expect([0, 75], stderr).toContain(code);
      expect(contents(await umbelJson<RunResult>(['run', dir], home))).toEqual(undisturbed);
    },
  );
});
