import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { findLibtensorflow } from '#cli/setup/find-libtensorflow.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

const header = 'include/tensorflow/c/c_api.h';
/** The C archive, with the links that it really has. */
const archive = [
  'lib/libtensorflow.so',
  'lib/libtensorflow.so.2',
  'lib/libtensorflow_framework.so.2',
  header,
];
/** The Python package. */
const python = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2', header];

function folderWith(files: readonly string[]): string {
  const dir = temporaryFolder();
  for (const file of files) {
    mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    writeFileSync(path.join(dir, file), '');
  }
  return dir;
}

describe('a TensorFlow that is on this machine', () => {
  it.each<[string, string, readonly string[], string]>([
    ['the unpacked C library', '', archive, 'lib'],
    ['its lib folder', 'lib', archive, 'lib'],
    ['one of its libraries', 'lib/libtensorflow.so.2', archive, 'lib'],
    ["Python's package", '', python, ''],
    [
      'a virtual environment',
      '',
      python.map((file) => `lib/python3.11/site-packages/tensorflow/${file}`),
      'lib/python3.11/site-packages/tensorflow',
    ],
    ['site-packages', '', python.map((file) => `tensorflow/${file}`), 'tensorflow'],
    ['macOS', '', ['lib/libtensorflow.2.dylib', 'lib/libtensorflow_framework.2.dylib', header], 'lib'],
  ])('is found: %s', async (_name, given, files, libraryDir) => {
    const dir = folderWith(files);
    const found = await findLibtensorflow(path.join(dir, given), '/nowhere');
    expect(found.libraryDir).toBe(path.join(dir, libraryDir));
    expect(found.files).toHaveLength(2);
    expect(found.files[0]).not.toContain('framework');
    expect(found.files[1]).toContain('framework');
  });

  it('is unpacked from its archive beside the binding', async () => {
    const dir = folderWith(archive);
    const file = path.join(dir, 'libtensorflow.tar.gz');
    execFileSync('tar', ['-czf', file, '-C', dir, 'lib', 'include']);
    const target = temporaryFolder();
    const found = await findLibtensorflow(file, target);
    expect(found.libraryDir).toBe(path.join(target, 'deps', 'lib'));
  });

  it.each<[string, readonly string[], string, RegExp]>([
    ['nothing', [], 'gone', /does not exist/],
    ['no header', ['libtensorflow.so.2'], '', /c_api\.h/],
    ['no library', [header], '', /holds no libtensorflow/],
    ['another file', ['notes.txt'], 'notes.txt', /neither a shared library nor a \.tar\.gz/],
    ['a damaged archive', ['x.tar.gz'], 'x.tar.gz', /cannot be unpacked/],
  ])('is refused with a reason: %s', async (_name, files, given, message) => {
    const wanted = path.join(folderWith(files), given);
    const finding = findLibtensorflow(wanted, temporaryFolder());
    await expect(finding).rejects.toMatchObject({ code: 'setup.libtensorflow-not-found', kind: 'not-found' });
    await expect(finding).rejects.toThrow(message);
  });
});
