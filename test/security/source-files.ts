import { readdirSync } from 'node:fs';
import path from 'node:path';

/** Files of the program, paths from the root: what runs, not what tests or deploys it. */
export function sourceFiles(root: string): string[] {
  return ['core', 'platform', 'lambdas', 'containers', 'cli', 'bin', 'console/src'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() && /\.tsx?$/.test(entry.name)
        ? [path.relative(root, path.join(entry.parentPath, entry.name))]
        : [],
    ),
  );
}
