import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { hasTfjsNode } from '#platform/engines/tfjs-node-backend.ts';
import { runProgram } from './run-program.ts';

/** Whether the engine tfjs-node works here, and with which TensorFlow. */
export type TfjsNodeProbe =
  | { readonly ok: true; readonly tensorflow: string }
  | { readonly ok: false; readonly installed: boolean; readonly problem: string };

const answerSchema = z.object({ tensorflow: z.string() });

/** What a process of its own finds: a binding that crashes takes nothing else with it. */
export async function probeTfjsNode(): Promise<TfjsNodeProbe> {
  if (!hasTfjsNode()) return { ok: false, installed: false, problem: 'its native library is not installed' };
  const script = fileURLToPath(new URL('probe-entry.ts', import.meta.url));
  const { code, output } = await runProgram(process.execPath, [script], {
    cwd: process.cwd(),
    timeoutMs: 60_000,
  });
  const lines = output.trim().split('\n');
  const answer = lines.find((line) => line.startsWith('{"tensorflow"'));
  if (code === 0 && answer !== undefined) return { ok: true, ...answerSchema.parse(JSON.parse(answer)) };
  const problem = lines.find((line) => /error|cannot/i.test(line)) ?? lines.at(-1) ?? `exit code ${code}`;
  return { ok: false, installed: true, problem: problem.trim() };
}
