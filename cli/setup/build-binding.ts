import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { UmbelError } from '#core/errors.ts';
import { bindingPathIn } from '#platform/engines/tfjs-node-backend.ts';
import type { Libtensorflow } from './find-libtensorflow.ts';
import { runProgram } from './run-program.ts';

/**
 * Nothing; the binding lies where tfjs-node looks for it, built from the sources that the package brings.
 * The same two files and the same settings as in its binding.gyp, without node-gyp and Python.
 * @throws UmbelError `setup.build-failed`
 */
export async function buildBinding(tfjsNodeDir: string, library: Libtensorflow): Promise<void> {
  const target = bindingPathIn(tfjsNodeDir);
  await mkdir(path.dirname(target), { recursive: true });
  const draft = `${target}.${process.pid}`;
  const compiler = process.env['CXX'] || 'c++';
  const { code, output } = await runProgram(compiler, compilerArguments(tfjsNodeDir, library, draft), {
    cwd: tfjsNodeDir,
  });
  if (code !== 0) throw buildFailed(compiler, code, output);
  await rename(draft, target);
}

function compilerArguments(tfjsNodeDir: string, library: Libtensorflow, draft: string): string[] {
  const settings = ['-std=c++17', '-O2', '-fPIC', '-shared', '-w', '-DNAPI_VERSION=8'];
  const headers = [path.dirname(tfjsNodeDir), library.includeDir, nodeHeaders()].map((dir) => `-I${dir}`);
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => path.join('binding', file));
  const linking = [...library.files, `-Wl,-rpath,${library.libraryDir}`];
  // On macOS the functions of Node are looked up when the binding is loaded.
  if (process.platform === 'darwin') linking.push('-undefined', 'dynamic_lookup');
  return [...settings, ...headers, ...sources, '-o', draft, ...linking];
}

/** Folder with node_api.h: beside the running Node, or in the npm package that brings it. */
function nodeHeaders(): string {
  const beside = path.join(path.dirname(process.execPath), '..', 'include', 'node');
  const packages = [
    `node-${process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ];
  const { resolve } = createRequire(import.meta.url);
  const inPackages = packages.flatMap((name) => {
    try {
      const node = path.dirname(resolve('node/package.json'));
      return [path.join(node, 'node_modules', name, 'include', 'node')];
    } catch {
      return [];
    }
  });
  const found = [beside, ...inPackages].find((dir) => existsSync(path.join(dir, 'node_api.h')));
  if (found !== undefined) return found;
  throw new UmbelError({
    code: 'setup.build-failed',
    kind: 'configuration',
    message: `The headers of Node (node_api.h) are not beside ${process.execPath}.`,
    hint: 'Start this with npx umbel: the Node that npm ci installs brings them.',
  });
}

function buildFailed(compiler: string, code: number, output: string): UmbelError {
  const missing = code === 127;
  const lines = output.trim().split('\n');
  const problem =
    lines.find((line) => /error|undefined reference|cannot find/i.test(line)) ?? lines.at(-1) ?? '';
  return new UmbelError({
    code: 'setup.build-failed',
    kind: 'configuration',
    message: missing
      ? `There is no C++ compiler "${compiler}" to build the binding with.`
      : `${compiler} could not build the binding: ${problem.trim()}`,
    hint: missing
      ? 'Install g++ or clang++ (or set CXX).'
      : 'TensorFlow 2.9 or newer is needed, for this processor.',
    details: { output: output.slice(-4000) },
  });
}
