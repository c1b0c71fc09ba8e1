import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UmbelError } from '#core/errors.ts';
import type { PublishedFile } from '#platform/aws/publish-files.ts';

const built = fileURLToPath(new URL('../../console/dist', import.meta.url));

/** Where people of a deployment sign in. */
export interface SignIn {
  readonly url: string;
  readonly clientId: string;
}

const mediaTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/** Files that carry a hash of their content in their names never change; all others are asked for anew. */
const hashedFolder = 'assets/';

/**
 * The built console and its config.json, pages last: whoever opens the console meanwhile finds what a page asks for.
 * @param folder what `npm run console:build` made
 * @throws UmbelError `console.not-built`
 */
export async function consoleFiles(signIn: SignIn, folder = built): Promise<PublishedFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'));
  if (!names.includes('index.html')) throw notBuilt(folder);
  const files = await Promise.all(
    names.map(async (name) => fileOf(name, await readFile(path.join(folder, name)))),
  );
  const config = new TextEncoder().encode(JSON.stringify({ signIn }));
  return [...files, fileOf('config.json', config)].sort(
    (a, b) => Number(a.key.endsWith('.html')) - Number(b.key.endsWith('.html')),
  );
}

function fileOf(key: string, body: Uint8Array): PublishedFile {
  return {
    key,
    body,
    contentType: mediaTypes[path.extname(key)] ?? 'application/octet-stream',
    cacheControl: key.startsWith(hashedFolder) ? 'public, max-age=31536000, immutable' : 'no-cache',
  };
}

function notBuilt(folder: string): UmbelError {
  return new UmbelError({
    code: 'console.not-built',
    kind: 'configuration',
    message: `There is no built console in ${folder}.`,
    hint: 'Run npm run console:build first.',
  });
}
