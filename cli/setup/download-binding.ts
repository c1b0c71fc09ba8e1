import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
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
  const binding = bindingPathIn(tfjsNodeDir);
  const former = `${binding}.former`;
  // The script ends with 0 even where it failed: only a binding that was not there before says that it did not.
  if (existsSync(binding)) await rename(binding, former);
  const script = path.join('scripts', 'install.js');
  const { output } = await runProgram(process.execPath, [script], { cwd: tfjsNodeDir, env });
  if (existsSync(binding)) return rm(former, { force: true });
  if (existsSync(former)) await rename(former, binding);
  const lines = output.trim().split('\n');
  const problem =
    lines.find((line) => /getaddrinfo|ENOTFOUND|ECONN|EAI_AGAIN|ETIMEDOUT/.test(line)) ??
    lines.find((line) => /^\w*Error/.test(line.trim())) ??
    lines.at(-1) ??
    '';
  throw new UmbelError({
    code: 'setup.download-failed',
    kind: 'try-again',
    message: `TensorFlow could not be downloaded: ${problem.trim()}`,
    hint: 'Without access to storage.googleapis.com: pip install tensorflow-cpu in a virtual environment, then --libtensorflow with its folder.',
    details: { output: output.slice(-4000) },
  });
}
