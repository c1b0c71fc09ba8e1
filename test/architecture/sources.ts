import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileOf } from './arrows.ts';
import { importsOf } from './imports-of.ts';

export const repositoryRoot = path.join(import.meta.dirname, '../..');

/** Every TypeScript file of some folders, as paths from the root of the repository. */
export function sourceFiles(folders: readonly string[]): string[] {
  return globSync(
    folders.map((folder) => `${folder}/**/*.{ts,tsx}`),
    { cwd: repositoryRoot, exclude: ['**/dist/**', '**/node_modules/**'] },
  ).sort();
}

/** Content of a file of the repository. */
export function sourceOf(file: string): string {
  return readFileSync(path.join(repositoryRoot, file), 'utf8');
}

/** A file and every file of the repository that it imports, directly or not, as far as `follow` goes. */
export function reachableFrom(entry: string, follow: (file: string) => boolean): string[] {
  const seen = new Set<string>();
  const waiting = [entry];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file) || !file.endsWith('.ts')) continue;
    seen.add(file);
    for (const specifier of importsOf(sourceOf(file))) {
      const target = fileOf(file, specifier);
      if (target !== undefined && follow(target)) waiting.push(target);
    }
  }
  return [...seen].sort();
}
