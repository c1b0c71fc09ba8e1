import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const entry = fileURLToPath(new URL('../../bin/umbel.ts', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Umbel {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Starts the command line as a person would, with its state in `home`. */
export function startUmbel(args: readonly string[], home: string): Umbel {
  const child = spawn(process.execPath, [entry, ...args], { env: { ...process.env, UMBEL_HOME: home } });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { process: child, ended };
}

/** The end of a command. */
export function umbel(args: readonly string[], home: string): Promise<Ended> {
  return startUmbel(args, home).ended;
}

/** What a command with `--json` printed; fails with its errors when it did not end well. */
export async function umbelJson<Result>(args: readonly string[], home: string): Promise<Result> {
  const { code, stdout, stderr } = await umbel([...args, '--json'], home);
  if (code !== 0) throw new Error(`umbel ${args.join(' ')} ended with ${code}:\n${stderr}`);
  return JSON.parse(stdout) as Result;
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'umbel-test-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
