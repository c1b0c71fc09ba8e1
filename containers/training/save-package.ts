import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
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
