import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { contentSecurityPolicy, usualMapTiles } from '#core/console/content-security-policy.ts';
import { answer } from './http-objects.ts';
import { contentTypeOf } from './http-types.ts';

/** The headers of every page and file of the console; the same as behind CloudFront, but for TLS. */
export const consoleHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy({ mapTiles: [usualMapTiles], objects: [], signIn: [] }),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), microphone=(), payment=()',
  'cross-origin-opener-policy': 'same-origin',
};

/** Gives a file of the console; paths that are no file are pages of it, which its own script tells apart. */
export async function serveConsole(
  distDir: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return answer(response, 405, 'Only GET is possible here.');
  const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const file = (await fileBelow(distDir, pathname)) ?? path.join(distDir, 'index.html');
  const info = await stat(file).catch(() => undefined);
  if (info === undefined)
    return answer(response, 503, 'The console is not built yet; try again in a moment.');
  const isHashed = pathname.startsWith('/assets/') && !file.endsWith('index.html');
  response.writeHead(200, {
    ...consoleHeaders,
    'content-type': contentTypeOf(file),
    'content-length': info.size,
    // Names below assets/ hold a hash of the content.
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file), response);
}

async function fileBelow(distDir: string, pathname: string): Promise<string | undefined> {
  let relative: string;
  try {
    relative = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  const file = path.join(distDir, relative);
  const isBelow = !relative.includes('\0') && file.startsWith(distDir + path.sep);
  if (!isBelow) return undefined;
  // A link below the folder may lead out of it.
  const [real, root] = await Promise.all([file, distDir].map((name) => realpath(name).catch(() => '')));
  if (real === undefined || !real.startsWith(`${root}${path.sep}`)) return undefined;
  const info = await stat(real).catch(() => undefined);
  return info?.isFile() === true ? file : undefined;
}
