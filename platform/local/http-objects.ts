import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { contentDisposition } from '../signing-window.ts';
import type { FileObjectStore } from './object-store.ts';
import { arrivingFolder, partEtag, partFile, type SignedRequest, verifyPath } from './object-urls.ts';
import { contentTypeOf } from './http-types.ts';

export interface ObjectServer {
  readonly homeDir: string;
  readonly objects: FileObjectStore;
}

/** Answers a signed path: gives an object, or takes one. */
export async function serveObject(
  { homeDir, objects }: ObjectServer,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const method = request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET');
  const allowed = verifyPath(url, method, { homeDir, now: new Date() });
  if (allowed === undefined) return answer(response, 403, 'This link is not valid, or its time is over.');
  if (allowed.method === 'GET') return give(objects.fileOf(allowed.ref), allowed, { request, response });
  return take({ homeDir, objects }, allowed, { request, response });
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function give(
  file: string,
  { ref, expires, fileName }: SignedRequest,
  { request, response }: Exchange,
): Promise<void> {
  const info = await stat(file).catch(() => undefined);
  if (info?.isFile() !== true) return answer(response, 404, 'There is no such file.');
  const isPage = ref.key.endsWith('.html');
  response.writeHead(200, {
    'content-type': contentTypeOf(ref.key),
    'content-length': info.size,
    'cache-control': `private, max-age=${Math.max(0, expires - Math.floor(Date.now() / 1000))}, immutable`,
    'x-content-type-options': 'nosniff',
    // A report is a page of its own, with scripts inside: it gets no rights over the console.
    'content-security-policy': isPage
      ? "sandbox allow-scripts allow-popups; default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: https:"
      : "default-src 'none'; sandbox",
    ...(fileName === undefined ? {} : { 'content-disposition': contentDisposition(fileName) }),
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file), response);
}

async function take(
  { homeDir, objects }: ObjectServer,
  { ref, sizeBytes, contentType, uploadId, part }: SignedRequest,
  { request, response }: Exchange,
): Promise<void> {
  if (Number(request.headers['content-length']) !== sizeBytes)
    return answer(response, 400, `The ticket is for ${sizeBytes} bytes.`);
  if (contentType !== undefined && request.headers['content-type'] !== contentType)
    return answer(response, 400, `The ticket is for ${contentType}.`);
  if (uploadId === undefined || part === undefined) {
    await objects.putStream(
      ref,
      request as AsyncIterable<Uint8Array>,
      contentType ?? 'application/octet-stream',
    );
    const etag = (await objects.head(ref))?.etag ?? '';
    response.setHeader('etag', etag);
    return answer(response, 200, '');
  }
  const file = partFile(homeDir, uploadId, part);
  const known = await stat(path.dirname(file)).catch(() => undefined);
  if (known === undefined) return answer(response, 404, 'This upload was ended.');
  await storePart(homeDir, file, request);
  response.setHeader('etag', (await partEtag(file)) ?? '');
  return answer(response, 200, '');
}

/** Beside its place first: a part is there whole or not at all. */
async function storePart(homeDir: string, file: string, body: IncomingMessage): Promise<void> {
  const folder = path.join(homeDir, arrivingFolder);
  const arriving = path.join(
    folder,
    `${path.basename(path.dirname(file))}-${path.basename(file)}-${process.hrtime.bigint()}`,
  );
  await mkdir(folder, { recursive: true });
  try {
    await pipeline(body, createWriteStream(arriving));
    await rename(arriving, file);
  } finally {
    await rm(arriving, { force: true });
  }
}

/** A short answer in plain text. */
export function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
  });
  response.end(text === '' ? '' : `${text}\n`);
}
