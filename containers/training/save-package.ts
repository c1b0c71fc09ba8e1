import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { UmbelError } from '#core/errors.ts';
import type { MadePackage } from './make-package.ts';

/** Nothing; the package lies in `dir`, in the place of what was there: readers see the old one or the new one, never a part. */
export async function savePackage(
  dir: string,
  { files, manifestBytes }: Pick<MadePackage, 'files' | 'manifestBytes'>,
): Promise<void> {
  const target = resolve(dir);
  await mkdir(dirname(target), { recursive: true });
  const draft = await mkdtemp(join(dirname(target), `.${basename(target)}-`));
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(draft, path)), { recursive: true });
    await writeFile(join(draft, path), bytes);
  }
  await writeFile(join(draft, 'model.json'), manifestBytes);
  // mkdtemp makes it private; a package is for everyone on the machine.
  await chmod(draft, 0o755);
  await rm(target, { recursive: true, force: true });
  await rename(draft, target);
}

/**
 * Nothing; `dir` is new or an empty folder. A package is immutable: none is ever written over another, or among other files.
 * @param area first part of the error's code
 * @throws UmbelError `training.folder-taken`, `import.folder-taken`
 */
export async function mustBeNew(dir: string, area: 'training' | 'import'): Promise<void> {
  const names = await readdir(dir).catch((error: unknown): string[] => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR') return [basename(dir)];
    throw error;
  });
  if (names.length === 0) return;
  const isPackage = names.includes('model.json');
  throw new UmbelError({
    code: `${area}.folder-taken`,
    kind: 'conflict',
    message: `${dir} is not empty: ${isPackage ? 'it holds a model package' : `it holds ${names.slice(0, 3).join(', ')}`}.`,
    hint: 'Give --out a new folder: a package is never written over another. Remove the old one first if it is not needed.',
  });
}
