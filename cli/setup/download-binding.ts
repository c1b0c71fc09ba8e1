import { existsSync } from 'node:fs';
import path from 'node:path';
import { UmbelError } from '#core/errors.ts';
import { bindingPathIn } from '#platform/engines/tfjs-node-backend.ts';
import { runProgram } from './run-program.ts';

/**
 * Nothing; tfjs-node's own install script has fetched the library and the binding (or built it with node-gyp).
 * @throws UmbelError `setup.download-failed`
 */
export async function downloadBinding(tfjsNodeDir: string): Promise<void> {
  const tools = path.join(tfjsNodeDir, '..', '..', '.bin');
  const env = {
    ...process.env,
    PATH: [tools, path.dirname(process.execPath), process.env['PATH'] ?? ''].join(path.delimiter),
  };
  const script = path.join('scripts', 'install.js');
  const { output } = await runProgram(process.execPath, [script], { cwd: tfjsNodeDir, env });
  // The script ends with 0 even where it failed.
  if (existsSync(bindingPathIn(tfjsNodeDir))) return;
  const lines = output.trim().split('\n');
  const problem =
    lines.find((line) => /error|ENOTFOUND|ECONN|issue occurred/i.test(line)) ?? lines.at(-1) ?? '';
  throw new UmbelError({
    code: 'setup.download-failed',
    kind: 'try-again',
    message: `TensorFlow could not be downloaded: ${problem.trim()}`,
    hint: 'Without access to storage.googleapis.com: pip install tensorflow-cpu in a virtual environment, then --libtensorflow with its folder.',
    details: { output: output.slice(-4000) },
  });
}
