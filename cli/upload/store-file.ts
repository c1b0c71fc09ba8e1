import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  NoSuchUpload,
  NotFound,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { UmbelError } from '#core/errors.ts';
import type { ScannedFile } from '../run/scan-folder.ts';
import { type Bandwidth, paced } from './bandwidth.ts';
import { changedFile, mustBeUnchanged } from './flight-manifest.ts';
import { withRetries } from './retry.ts';
import type { UploadedPart, UploadState } from './upload-state.ts';

/** Files up to this size go in one request; a photo costs one request then, not four. */
export const partBytes = 16 * 2 ** 20;

export interface FileToStore extends ScannedFile {
  /** Of the whole content, hexadecimal. */
  readonly sha256: string;
  readonly key: string;
  readonly contentType: string;
  /** Whether the bucket lists an object of this key and size: only then it is worth a look. */
  readonly listed: boolean;
}

export interface StoreOptions {
  readonly client: S3Client;
  readonly bucket: string;
  readonly state: UploadState;
  readonly limit: Bandwidth;
  /** How long a failing request is tried again; default: some minutes. */
  readonly patienceMs?: number | undefined;
  /** Bytes that went over the line; fewer than none where some must go again. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Stores one file; S3 checks the SHA-256 of every request. Photos go straight to Intelligent-Tiering: a lifecycle rule
 * that moves them later costs twice what the upload does.
 * @returns whether anything was sent
 */
export async function storeFile(target: FileToStore, options: StoreOptions): Promise<boolean> {
  const { state } = options;
  // A former try has stored it, and the bucket still lists it: asking for ten thousand of them takes minutes.
  const isKnown = target.listed && state.isStored(target.name, target.sha256);
  if (isKnown || (await isThere(target, options))) {
    options.onBytes(target.sizeBytes);
    return false;
  }
  const handle = await open(target.file);
  try {
    if (target.sizeBytes <= partBytes) await putWhole(handle, target, options);
    else await putParts(handle, target, options);
  } finally {
    await handle.close();
  }
  return true;
}

/** Whether the bucket already holds this very content. */
async function isThere(target: FileToStore, { client, bucket, patienceMs }: StoreOptions): Promise<boolean> {
  if (!target.listed) return false;
  try {
    const head = await withRetries(
      () => client.send(new HeadObjectCommand({ Bucket: bucket, Key: target.key })),
      patienceMs,
    );
    return head.ContentLength === target.sizeBytes && head.Metadata?.['sha256'] === target.sha256;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}

const common = (target: FileToStore, bucket: string) =>
  ({
    Bucket: bucket,
    Key: target.key,
    ContentType: target.contentType,
    StorageClass: 'INTELLIGENT_TIERING',
    // A checksum of an upload in parts is one of its parts: the content's own is kept beside it.
    Metadata: { sha256: target.sha256 },
  }) as const;

async function putWhole(handle: FileHandle, target: FileToStore, options: StoreOptions): Promise<void> {
  const body = await readRange(handle, 0, target.sizeBytes);
  // Between the reading for the hash and this one the file may have been written to.
  if (createHash('sha256').update(body).digest('hex') !== target.sha256) throw changedFile(target);
  await withRetries(
    () =>
      options.client.send(
        new PutObjectCommand({
          ...common(target, options.bucket),
          ...bodyOf(body, options.limit),
          ChecksumAlgorithm: 'SHA256',
          ChecksumSHA256: Buffer.from(target.sha256, 'hex').toString('base64'),
        }),
      ),
    options.patienceMs,
  );
  options.onBytes(body.length);
}

/** Stores a large file; goes on with an upload that a former try has begun, where S3 still knows of it. */
async function putParts(handle: FileHandle, target: FileToStore, options: StoreOptions): Promise<void> {
  const begun = options.state.begunUpload(target.name, target.sha256);
  if (begun !== undefined && (await sendParts(handle, { target, uploadId: begun }, options))) return;
  const uploadId = await begin(target, options);
  if (await sendParts(handle, { target, uploadId }, options)) return;
  throw new UmbelError({
    code: 'upload.forgotten',
    kind: 'try-again',
    message: `S3 no longer knows of the upload of ${target.name} that was just begun.`,
    hint: 'Somebody else may have ended it. Run the same command again.',
  });
}

interface PartsToSend {
  readonly target: FileToStore;
  readonly uploadId: string;
}

/** Sends what is missing and joins the parts. @returns false where S3 has given the upload up, after a week for instance */
async function sendParts(
  handle: FileHandle,
  { target, uploadId }: PartsToSend,
  options: StoreOptions,
): Promise<boolean> {
  const { state, onBytes } = options;
  const done = new Map(state.partsOf(uploadId).map((part) => [part.number, part]));
  const parts: UploadedPart[] = [];
  let counted = 0;
  try {
    for (let number = 1; (number - 1) * partBytes < target.sizeBytes; number++) {
      const start = (number - 1) * partBytes;
      const length = Math.min(partBytes, target.sizeBytes - start);
      let part = done.get(number);
      if (part === undefined) {
        const body = await readRange(handle, start, length);
        part = await putPart(body, { uploadId, number, target }, options);
        state.part(uploadId, part);
      }
      parts.push(part);
      onBytes(length);
      counted += length;
    }
    // Parts of a file that was written to meanwhile must not become an object under the former content's hash.
    await mustBeUnchanged(target);
    await joinParts(parts, { target, uploadId }, options);
    return true;
  } catch (error) {
    if (!(error instanceof NoSuchUpload)) throw error;
    onBytes(-counted);
    // An answer that was lost on the way: the parts were joined, and nobody heard of it.
    return isThere({ ...target, listed: true }, options);
  }
}

function joinParts(
  parts: readonly UploadedPart[],
  { target, uploadId }: PartsToSend,
  { client, bucket, patienceMs }: StoreOptions,
): Promise<unknown> {
  const Parts = parts.map(({ number, etag, checksum }) => ({
    PartNumber: number,
    ETag: etag,
    ChecksumSHA256: checksum,
  }));
  return withRetries(
    () =>
      client.send(
        new CompleteMultipartUploadCommand({
          Bucket: bucket,
          Key: target.key,
          UploadId: uploadId,
          MultipartUpload: { Parts },
        }),
      ),
    patienceMs,
  );
}

async function begin(
  target: FileToStore,
  { client, bucket, state, patienceMs }: StoreOptions,
): Promise<string> {
  const { UploadId } = await withRetries(
    () =>
      client.send(
        new CreateMultipartUploadCommand({ ...common(target, bucket), ChecksumAlgorithm: 'SHA256' }),
      ),
    patienceMs,
  );
  if (UploadId === undefined) throw new TypeError('S3 began an upload without a name');
  state.begun(target.name, target.sha256, UploadId);
  return UploadId;
}

async function putPart(
  body: Uint8Array,
  { uploadId, number, target }: PartsToSend & { readonly number: number },
  { client, bucket, limit, patienceMs }: StoreOptions,
): Promise<UploadedPart> {
  const checksum = createHash('sha256').update(body).digest('base64');
  const { ETag = '' } = await withRetries(
    () =>
      client.send(
        new UploadPartCommand({
          Bucket: bucket,
          Key: target.key,
          UploadId: uploadId,
          PartNumber: number,
          ...bodyOf(body, limit),
          ChecksumAlgorithm: 'SHA256',
          ChecksumSHA256: checksum,
        }),
      ),
    patienceMs,
  );
  return { number, etag: ETag, checksum };
}

/** Bytes as a stream that keeps to the limit; its length is told, for S3 takes no other. */
function bodyOf(body: Uint8Array, limit: Bandwidth): { Body: Readable; ContentLength: number } {
  return { Body: Readable.from(paced(body, limit), { objectMode: false }), ContentLength: body.length };
}

async function readRange(handle: FileHandle, start: number, length: number): Promise<Uint8Array> {
  const buffer = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(buffer, done, length - done, start + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}
