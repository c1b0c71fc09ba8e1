import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createReadStream, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { partMissing, uploadNotFound } from '../object-errors.ts';
import type { ObjectRef, ObjectUrls } from '../ports.ts';
import { signingWindow } from '../signing-window.ts';
import { fileObjectStore } from './object-store.ts';

/** What a signed path allows; everything but the signature is readable in it. */
export interface SignedRequest {
  readonly method: 'GET' | 'PUT';
  readonly ref: ObjectRef;
  /** Second since 1970 after which the path is void. */
  readonly expires: number;
  readonly fileName?: string;
  readonly sizeBytes?: number;
  readonly contentType?: string;
  readonly uploadId?: string;
  readonly part?: number;
}

/** Where parts of uploads lie until they are joined, each upload in a folder of its id. */
export const uploadsFolder = '.uploads';

/** Where a part lies until all of it is there. */
export const arrivingFolder = path.join(uploadsFolder, '.arriving');

/** Says in the folder of an upload which object it is to become. */
export const uploadTargetFile = 'target.json';

/** First part of the path of every signed URL. */
export const objectsPath = '/objects';

/** Signed paths of the embedded server, `/objects/<bucket>/<key>?...`; the secret lies in the home folder. */
export function localObjectUrls(homeDir: string, now: () => Date = () => new Date()): ObjectUrls {
  const secret = urlSecret(homeDir);
  const sign = (request: SignedRequest) => Promise.resolve(signPath(request, secret));
  const after = (forS: number) => Math.floor(now().getTime() / 1000) + forS;
  return {
    read(ref, { forS, fileName }) {
      const { startedAt, windowS } = signingWindow(now());
      const expires = startedAt.getTime() / 1000 + windowS + forS;
      return sign({ method: 'GET', ref, expires, ...(fileName === undefined ? {} : { fileName }) });
    },
    write: (ref, { forS, sizeBytes, contentType }) =>
      sign({ method: 'PUT', ref, expires: after(forS), sizeBytes, contentType }),
    async beginParts({ bucket, key }) {
      const uploadId = randomBytes(16).toString('hex');
      const folder = path.join(homeDir, uploadsFolder, uploadId);
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, uploadTargetFile), JSON.stringify({ bucket, key }));
      return uploadId;
    },
    writePart: (ref, { uploadId, number, sizeBytes, forS }) =>
      sign({ method: 'PUT', ref, expires: after(forS), sizeBytes, uploadId, part: number }),
    async joinParts(ref, { uploadId, parts }) {
      const folder = path.join(homeDir, uploadsFolder, checkUploadId(uploadId));
      const files = await readdir(folder).catch(() => {
        throw uploadNotFound(uploadId);
      });
      const there = files.filter((name) => name !== uploadTargetFile);
      const numbers = parts.map(({ number }) => number);
      const isWhole = numbers.length === there.length && numbers.every((number, i) => number === i + 1);
      for (const { number, etag } of parts)
        if (!isWhole || etag !== (await partEtag(path.join(folder, String(number)))))
          throw partMissing(uploadId);
      await fileObjectStore(homeDir).putStream(ref, joined(folder, numbers), 'application/octet-stream');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The file that a part is written to. @throws UmbelError `upload.not-found` */
export function partFile(homeDir: string, uploadId: string, part: number): string {
  return path.join(homeDir, uploadsFolder, checkUploadId(uploadId), String(part));
}

/** Identifies the bytes of a stored part; undefined where there is none. */
export async function partEtag(file: string): Promise<string | undefined> {
  const info = await stat(file).catch(() => undefined);
  return info === undefined
    ? undefined
    : `"${info.size.toString(16)}-${Math.round(info.mtimeMs * 1000).toString(16)}"`;
}

/** What a path with its query allows at a moment; undefined where the signature is wrong or the time is over. */
export function verifyPath(
  url: URL,
  method: string,
  check: { homeDir: string; now: Date },
): SignedRequest | undefined {
  const query = url.searchParams;
  const [, , bucket = '', ...key] = decodeURIComponent(url.pathname).split('/');
  const text = (name: string) => query.get(name) ?? undefined;
  const number = (name: string) => (query.has(name) ? Number(query.get(name)) : undefined);
  if (method !== 'GET' && method !== 'PUT') return undefined;
  const [expires = 0, sizeBytes, part] = ['expires', 'size', 'part'].map(number);
  const [fileName, contentType, uploadId] = ['name', 'type', 'upload'].map(text);
  const request: SignedRequest = {
    method,
    ref: { bucket, key: key.join('/') },
    expires,
    ...(fileName === undefined ? {} : { fileName }),
    ...(sizeBytes === undefined ? {} : { sizeBytes }),
    ...(contentType === undefined ? {} : { contentType }),
    ...(uploadId === undefined ? {} : { uploadId }),
    ...(part === undefined ? {} : { part }),
  };
  const signature = text('signature') ?? '';
  // Buffer reads hexadecimal digits up to the first letter that is none.
  const given = Buffer.from(/^[0-9a-f]{64}$/.test(signature) ? signature : '', 'hex');
  const right = Buffer.from(signatureOf(request, urlSecret(check.homeDir)), 'hex');
  const isRight = given.length === right.length && timingSafeEqual(given, right);
  return isRight && request.expires * 1000 >= check.now.getTime() ? request : undefined;
}

function signPath(request: SignedRequest, secret: string): string {
  const { ref, expires, fileName, sizeBytes, contentType, uploadId, part } = request;
  const query = new URLSearchParams({ expires: String(expires) });
  if (fileName !== undefined) query.set('name', fileName);
  if (sizeBytes !== undefined) query.set('size', String(sizeBytes));
  if (contentType !== undefined) query.set('type', contentType);
  if (uploadId !== undefined) query.set('upload', uploadId);
  if (part !== undefined) query.set('part', String(part));
  query.set('signature', signatureOf(request, secret));
  const key = ref.key.split('/').map(encodeURIComponent).join('/');
  return `${objectsPath}/${ref.bucket}/${key}?${query.toString()}`;
}

/** JSON keeps the fields apart: no value can pass for two. */
function signatureOf(request: SignedRequest, secret: string): string {
  const { method, ref, expires, fileName, sizeBytes, contentType, uploadId, part } = request;
  const fields = [method, ref.bucket, ref.key, expires, fileName, sizeBytes, contentType, uploadId, part];
  return createHmac('sha256', secret)
    .update(JSON.stringify(fields.map((field) => field ?? null)))
    .digest('hex');
}

/** The secret of a home folder, made when there is none: readable by its owner only. */
export function urlSecret(homeDir: string): string {
  const file = path.join(homeDir, 'server-secret');
  try {
    writeFileSync(file, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  return readFileSync(file, 'utf8');
}

function checkUploadId(uploadId: string): string {
  if (/^[0-9a-f]{32}$/.test(uploadId)) return uploadId;
  throw uploadNotFound(uploadId);
}

async function* joined(folder: string, numbers: readonly number[]): AsyncGenerator<Uint8Array> {
  for (const number of numbers)
    yield* createReadStream(path.join(folder, String(number))) as AsyncIterable<Uint8Array>;
}
