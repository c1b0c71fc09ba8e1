import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { RunResult } from '#cli/run/run-flight.ts';
import { endedChildrenCpuS, type TreeLook, type TreeUsage, watchTree } from './process-tree.ts';

export const repository = fileURLToPath(new URL('../../', import.meta.url));

export interface MeasuredRun extends TreeUsage {
  readonly result: RunResult;
  readonly wallS: number;
  readonly totalCpuS: number;
  /** CPU seconds of all processes by state of the workflow; `start` and `end` are what lies before and after it. */
  readonly stagesCpuS: Readonly<Record<string, number>>;
}

/** Runs a flight with `umbel run` in an empty home, its photos never seen before, and measures all of its processes. */
export async function measureRun(
  flight: string,
  home: string,
  more: readonly string[] = [],
): Promise<MeasuredRun> {
  rmSync(home, { recursive: true, force: true });
  const cpuBefore = endedChildrenCpuS();
  const startMs = performance.now();
  const args = [path.join(repository, 'bin/umbel.ts'), 'run', flight, '--json', ...more];
  const { stdout, usage } = await execute(args, home);
  const wallS = (performance.now() - startMs) / 1000;
  const result = JSON.parse(stdout) as RunResult;
  process.stderr.write(`${flight}: ${wallS.toFixed(1)} s ${JSON.stringify(result.stagesMs)}\n`);
  const entered = enteredAtMs(path.join(home, 'executions', result.runId, 'journal.jsonl'));
  const totalCpuS = endedChildrenCpuS() - cpuBefore;
  return { ...usage, result, wallS, totalCpuS, stagesCpuS: stagesOf(usage.looks, entered, totalCpuS) };
}

/** Runs a script and watches it and all below it. @throws Error when it fails */
export function execute(args: readonly string[], home = ''): Promise<{ stdout: string; usage: TreeUsage }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, UMBEL_HOME: home },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const tree = watchTree(child.pid!);
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.on('error', reject);
    child.on('close', (code) => {
      const usage = tree.stop();
      if (code === 0) resolve({ stdout, usage });
      else reject(new Error(`${args.join(' ')} ended with ${code}`));
    });
  });
}

const enteredSchema = z.tuple([z.literal('put'), z.literal(''), z.string().endsWith('@entered'), z.number()]);

/** When each state of the workflow was entered, in order, from the journal of its execution. */
function enteredAtMs(journal: string): [state: string, atMs: number][] {
  return readFileSync(journal, 'utf8')
    .split('\n')
    .filter((line) => line.includes('@entered'))
    .flatMap((line): [string, number][] => {
      const entry = enteredSchema.safeParse(JSON.parse(line));
      if (!entry.success) return [];
      const [, , name, atMs] = entry.data;
      return [[name.slice(name.indexOf('.') + 1, name.indexOf('@')), atMs]];
    })
    .toSorted(([, a], [, b]) => a - b);
}

/** CPU between the entries of two states belongs to the first of them. What the looks missed comes at the end. */
function stagesOf(
  looks: readonly TreeLook[],
  entered: readonly (readonly [string, number])[],
  totalCpuS: number,
): Record<string, number> {
  const usedBy = (atMs: number) => looks.findLast((look) => look.atMs <= atMs)?.cpuS ?? 0;
  const marks = [['start', 0] as const, ...entered];
  const stages: Record<string, number> = {};
  for (const [i, [state, atMs]] of marks.entries()) {
    const until = marks[i + 1] === undefined ? totalCpuS : usedBy(marks[i + 1]![1]);
    stages[state] = (stages[state] ?? 0) + until - usedBy(atMs);
  }
  return stages;
}
