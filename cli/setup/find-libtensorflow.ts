import { existsSync } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { UmbelError } from '#core/errors.ts';
import { runProgram } from './run-program.ts';

/** A TensorFlow on this machine that the binding can be built against. */
export interface Libtensorflow {
  /** Holds tensorflow/c/c_api.h. */
  readonly includeDir: string;
  /** Folder of the shared libraries: the binding looks for them there when it is loaded. */
  readonly libraryDir: string;
  /** Paths of the shared libraries, C API first. */
  readonly files: readonly string[];
}

/**
 * The C API's library and the framework that it needs, by the names that the C archive (`libtensorflow`) and the Python
 * package (`libtensorflow_cc`) give them.
 */
const apiLibrary = /^libtensorflow(_cc)?(\.so(\.\d+)*|(\.\d+)*\.dylib)$/;
const frameworkLibrary = /^libtensorflow_framework(\.so(\.\d+)*|(\.\d+)*\.dylib)$/;
const header = path.join('tensorflow', 'c', 'c_api.h');

/**
 * The TensorFlow at a path: a folder (C library, Python package, site-packages, virtual environment), one of its shared
 * libraries, or the C library's .tar.gz, which is unpacked into tfjs-node's own folder.
 * @throws UmbelError `setup.libtensorflow-not-found`
 */
export async function findLibtensorflow(given: string, tfjsNodeDir: string): Promise<Libtensorflow> {
  const start = path.resolve(given);
  const info = await stat(start).catch(() => undefined);
  if (info === undefined) throw notFound(given, 'it does not exist');
  const root = info.isDirectory() ? start : await folderOfFile(start, given, tfjsNodeDir);
  for (const folder of await likelyFolders(root)) {
    const found = await libraryIn(folder);
    if (found !== undefined) return found;
  }
  throw notFound(given, 'it holds no libtensorflow with its header tensorflow/c/c_api.h');
}

async function folderOfFile(file: string, given: string, tfjsNodeDir: string): Promise<string> {
  const name = path.basename(file);
  if (apiLibrary.test(name) || frameworkLibrary.test(name)) return path.dirname(file);
  if (!/\.(tar\.gz|tgz)$/.test(name)) throw notFound(given, 'it is neither a shared library nor a .tar.gz');
  const target = path.join(tfjsNodeDir, 'deps');
  await mkdir(target, { recursive: true });
  const { code, output } = await runProgram('tar', ['-xzf', file, '-C', target], { cwd: target });
  if (code !== 0) throw notFound(given, `it cannot be unpacked: ${output.trim().split('\n').at(-1) ?? ''}`);
  return target;
}

/** The folder itself and where the libraries lie in archives, Python packages and virtual environments. */
async function likelyFolders(root: string): Promise<string[]> {
  const pythons = (await readdir(path.join(root, 'lib')).catch(() => []))
    .filter((name) => name.startsWith('python'))
    .map((name) => path.join(root, 'lib', name, 'site-packages', 'tensorflow'));
  const inside = ['lib', 'tensorflow', path.join('Lib', 'site-packages', 'tensorflow')];
  return [root, ...inside.map((name) => path.join(root, name)), ...pythons];
}

async function libraryIn(folder: string): Promise<Libtensorflow | undefined> {
  const names = await readdir(folder).catch(() => []);
  const api = names.find((name) => apiLibrary.test(name));
  const framework = names.find((name) => frameworkLibrary.test(name));
  // The archive has lib/ and include/ side by side; the Python package has include/ inside.
  const includeDir = [path.join(folder, 'include'), path.join(folder, '..', 'include')].find((dir) =>
    existsSync(path.join(dir, header)),
  );
  if (api === undefined || includeDir === undefined) return undefined;
  const files = [api, ...(framework === undefined ? [] : [framework])].map((name) => path.join(folder, name));
  return { includeDir, libraryDir: folder, files };
}

function notFound(given: string, problem: string): UmbelError {
  return new UmbelError({
    code: 'setup.libtensorflow-not-found',
    kind: 'not-found',
    message: `There is no TensorFlow library at ${given}: ${problem}.`,
    hint: 'Give the unpacked libtensorflow archive, or the virtual environment in which pip installed tensorflow-cpu.',
  });
}
