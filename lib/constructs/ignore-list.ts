import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The ignore list beside a Dockerfile, which Docker itself reads too: what it names neither travels to the build nor
 * changes the hash.
 */
export function ignoreListOf(sourceRoot: string, dockerfile: string): string[] {
  return readFileSync(path.join(sourceRoot, `${dockerfile}.dockerignore`), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
