import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/**
 * Makes a folder that can be written to, with the folders above it.
 * @throws the file system's error where there is no right to
 */
export function makeWritableFolder(dir: string): void {
  // Asked before: making folders below /proc and the like never ends (Node tries again for ever).
  writableParent(dir);
  mkdirSync(dir, { recursive: true });
  accessSync(dir, constants.W_OK);
}

/**
 * The folder itself, or the nearest above it that is there: where it would be made. Nothing is made.
 * @throws the file system's error where there is no right to write
 */
export function writableParent(dir: string): string {
  let there = path.resolve(dir);
  while (!existsSync(there)) there = path.dirname(there);
  accessSync(there, constants.W_OK);
  if (isKernels(there)) throw new Error(`${there} belongs to the kernel`);
  return there;
}

/** Whether a folder shows the kernel, not a disk: the first user may write there, but not make folders. */
function isKernels(dir: string): boolean {
  return (
    ['/proc', '/sys', '/dev'].some((root) => dir === root || dir.startsWith(`${root}/`)) &&
    !dir.startsWith('/dev/shm')
  );
}
