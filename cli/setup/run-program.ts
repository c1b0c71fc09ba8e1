import { spawn } from 'node:child_process';

export interface ProgramOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The program is ended after this time, ms, default 10 minutes. */
  readonly timeoutMs?: number;
}

/** Exit code and everything that a program printed; a program that cannot be started has code 127. */
export function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env = process.env, timeoutMs = 600_000 }: ProgramOptions,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env, timeout: timeoutMs, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}` }));
    child.on('close', (code, signal) =>
      resolve({ code: code ?? 1, output: signal === null ? output : `${output}ended by ${signal}` }),
    );
  });
}
