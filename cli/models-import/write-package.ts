import { readdir } from 'node:fs/promises';
import { savePackage } from '#containers/training/save-package.ts';
import { UmbelError } from '#core/errors.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import type { AssembledPackage } from './assemble-package.ts';

/**
 * Nothing; a package may be put into `dir`: it is new, empty, or holds a package that is to be replaced.
 * @throws UmbelError `import.folder-taken`
 */
export async function checkTarget(dir: string): Promise<void> {
  const names: string[] = await readdir(dir).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  });
  if (names.length === 0 || (await isPackage(dir))) return;
  throw new UmbelError({
    code: 'import.folder-taken',
    kind: 'conflict',
    message: `The folder ${dir} holds other files.`,
    hint: 'Give --out a new folder, or one that holds a model package to be replaced.',
  });
}

/** Nothing; the package lies in `dir` and was read back. */
export async function writePackage(dir: string, made: AssembledPackage): Promise<void> {
  await checkTarget(dir);
  await savePackage(dir, made);
  await loadPackageFromFolder(dir);
}

async function isPackage(dir: string): Promise<boolean> {
  return loadPackageFromFolder(dir).then(
    () => true,
    (error: unknown) =>
      error instanceof UmbelError &&
      error.code !== 'model.file-missing' &&
      error.code !== 'model.manifest-invalid',
  );
}
