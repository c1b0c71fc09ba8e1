import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';

const script = join(import.meta.dirname, 'killed-run.ts');
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kill-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const logged = (log: string): string[] =>
  existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];

/** Runs the process until its log has so many lines, then kills it with SIGKILL. */
async function runUntil(lines: number, journal: string, log: string): Promise<void> {
  const child = spawn(process.execPath, [script, journal, log], { stdio: 'ignore' });
  while (logged(log).length < lines) await setTimeout(1);
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('after kill -9, again and again, the run goes on: same result, at most the tasks in flight twice', async () => {
  const whole = execFileSync(
    process.execPath,
    [script, join(folder, 'whole.jsonl'), join(folder, 'whole.log')],
    { encoding: 'utf8' },
  );
  expect(JSON.parse(whole)).toMatchObject({ status: 'SUCCEEDED' });

  const [journal, log] = [join(folder, 'journal.jsonl'), join(folder, 'log')];
  await runUntil(20, journal, log);
  await runUntil(90, journal, log);
  await runUntil(170, journal, log);
  const resumed = execFileSync(process.execPath, [script, journal, log], { encoding: 'utf8' });
  expect(JSON.parse(resumed)).toEqual(JSON.parse(whole));

  const begun = logged(log).filter((line) => line.startsWith('begin'));
  expect(new Set(begun).size).toBe(120);
  // Three kills with four children in flight each.
  expect(begun.length - 120).toBeLessThanOrEqual(3 * 4);
});
