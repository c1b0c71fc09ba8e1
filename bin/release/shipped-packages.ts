import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const entrySchema = z.looseObject({
  version: z.string().optional(),
  license: z.string().optional(),
  dev: z.boolean().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  peerDependencies: z.record(z.string(), z.string()).optional(),
});
const lockSchema = z.looseObject({ packages: z.record(z.string(), entrySchema) });
type Entry = z.infer<typeof entrySchema>;

/** A package that reaches whoever uses Umbel. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression; undefined where the package names none. */
  readonly licence: string | undefined;
  /** Where it runs: in functions, containers and the command line, or in the console's files. */
  readonly part: 'program' | 'console';
}

/**
 * The packages that are shipped: what is installed without the tools of development, and what the console's pages are
 * built from, which npm counts among the tools.
 * @param root folder of the repository
 */
export function shippedPackages(root: string): ShippedPackage[] {
  const lock = lockSchema.parse(JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')));
  const { packages } = lock;
  const program = Object.keys(packages).filter((key) => key !== '' && packages[key]?.dev !== true);
  const shipped = new Map(program.map((key) => [key, packageOf(key, packages[key]!, 'program')]));
  const waiting = importsOf(path.join(root, 'console', 'src')).map((name) => keyOf(packages, '', name));
  for (const key of waiting) {
    const entry = key === undefined ? undefined : packages[key];
    if (key === undefined || entry === undefined || shipped.has(key)) continue;
    shipped.set(key, packageOf(key, entry, 'console'));
    const needed = { ...entry.dependencies, ...entry.peerDependencies };
    waiting.push(...Object.keys(needed).map((name) => keyOf(packages, key, name)));
  }
  return [...shipped.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function packageOf(
  key: string,
  { version = '', license }: Entry,
  part: ShippedPackage['part'],
): ShippedPackage {
  const name = key.slice(key.lastIndexOf('node_modules/') + 'node_modules/'.length);
  return { name, version, licence: license, part };
}

/** Where a package finds another one: beside it, or in a folder above. */
function keyOf(packages: Readonly<Record<string, Entry>>, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const key = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (packages[key] !== undefined) return key;
    if (folder === '' || !folder.includes('/node_modules/')) {
      return packages[`node_modules/${name}`] === undefined ? undefined : `node_modules/${name}`;
    }
  }
}

/** Names of the packages that files of a folder import. */
function importsOf(folder: string): string[] {
  const names = new Set<string>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!/\.tsx?$/.test(entry.name)) continue;
    const text = readFileSync(path.join(entry.parentPath, entry.name), 'utf8');
    for (const [, specifier = ''] of text.matchAll(/(?:from|import)\s*\(?'([^'.#][^']*)'/g)) {
      const [scope = '', name = ''] = specifier.split('/');
      names.add(scope.startsWith('@') ? `${scope}/${name}` : scope);
    }
  }
  return [...names];
}
