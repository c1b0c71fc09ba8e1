import path from 'node:path';

/** For each folder: the other folders that it may import from, and the packages, as far as they are limited. */
interface Layer {
  readonly folders: readonly string[];
  /** Packages that it must not import; default none. */
  readonly not?: RegExp;
  /** The only packages that it may import. */
  readonly only?: RegExp;
}

const infrastructure = /^(aws-cdk-lib|cdk-nag|constructs)(\/|$)/;

/**
 * The arrows of the design: core <- platform <- lambdas, containers, cli; lib knows handlers only as paths; the console
 * knows the API by its schema, and pure functions of core.
 */
export const layers: Readonly<Record<string, Layer>> = {
  core: {
    folders: [],
    not: /^(node:|@aws-|aws-|@smithy\/|@middy\/|sharp$|onnxruntime|dynalite$|@tensorflow\/)/,
  },
  platform: { folders: ['core'], not: infrastructure },
  lambdas: { folders: ['core', 'platform'], not: infrastructure },
  containers: { folders: ['core', 'platform'], not: infrastructure },
  cli: { folders: ['core', 'platform', 'containers'], not: infrastructure },
  console: {
    folders: ['core'],
    not: /^(node:|@aws-|aws-|@smithy\/|@middy\/|sharp$|onnxruntime|dynalite$|@tensorflow\/|graphql)/,
  },
  // graphql only parses the schema, cdk-nag only judges.
  lib: { folders: ['core'], only: /^(node:|aws-cdk-lib(\/|$)|cdk-nag$|constructs$|graphql$|zod$)/ },
};

/** Globals that a browser or Node has and core must do without: it runs anywhere. */
export const globalsForeignToCore: ReadonlySet<string> = new Set([
  'Buffer',
  'document',
  'fetch',
  'localStorage',
  'navigator',
  'process',
  'require',
  'window',
  '__dirname',
]);

/**
 * What is wrong with an import, in words; undefined when nothing is.
 * @param file path from the root of the repository
 * @param specifier as written in the file
 */
export function wrongArrow(file: string, specifier: string): string | undefined {
  const from = folderOf(file);
  const layer = layers[from];
  if (layer === undefined) return undefined;
  const target = fileOf(file, specifier);
  if (target === undefined) {
    const refused = layer.not?.test(specifier) === true || layer.only?.test(specifier) === false;
    return refused ? `${file}: ${from} must not import the package ${specifier}` : undefined;
  }
  const to = folderOf(target);
  if (to === from || layer.folders.includes(to)) return undefined;
  return `${file}: ${from} must not import from ${to} (${specifier})`;
}

/** Path of the file that an import names, from the root of the repository; undefined for a package. */
export function fileOf(file: string, specifier: string): string | undefined {
  if (specifier.startsWith('#')) return specifier.slice(1);
  if (specifier.startsWith('.')) return path.posix.join(path.posix.dirname(file), specifier);
  return undefined;
}

function folderOf(file: string): string {
  const folder = file.split('/')[0] ?? '';
  // What builds and tries the console runs on Node; only its sources run in a browser.
  return folder === 'console' && !file.startsWith('console/src/') ? 'console-tools' : folder;
}
