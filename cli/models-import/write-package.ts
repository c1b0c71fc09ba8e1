import { mustBeNew, savePackage } from '#containers/training/save-package.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import type { AssembledPackage } from './assemble-package.ts';

/**
 * Nothing; a package may be put into `dir`: it is new or empty.
 * @throws UmbelError `import.folder-taken`
 */
export async function checkTarget(dir: string): Promise<void> {
  await mustBeNew(dir, 'import');
}

/** Nothing; the package lies in `dir` and was read back. */
export async function writePackage(dir: string, made: AssembledPackage): Promise<void> {
  await checkTarget(dir);
  await savePackage(dir, made);
  await loadPackageFromFolder(dir);
}
