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
import type { Bandwidth } from './bandwidth.ts';
import { paced } from './bandwidth.ts';
import { withRetries } from './retry.ts';
import type { UploadedPart, UploadState } from './upload-state.ts';

/** Files up to this size go in one request; a photo costs one request then, not four. */
export const partBytes = 16 * 2 ** 20;

export interface FileToStore {
  readonly name: string;
  readonly file: string;
  readonly sizeBytes: number;
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
  /** Bytes that went over the line. */
  readonly onBytes: (bytes: number) => void;
}

/**
 * Stores one file; S3 checks the SHA-256 of every request. Photos go straight to Intelligent-Tiering: a lifecycle rule
 * that moves them later costs twice what the upload does.
 * @returns whether anything was sent
 */
export async function storeFile(target: FileToStore, options: StoreOptions): Promise<boolean> {
  if (await isThere(target, options)) {
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
async function isThere(target: FileToStore, { client, bucket }: StoreOptions): Promise<boolean> {
  if (!target.listed) return false;
  try {
    const head = await withRetries(() =>
      client.send(new HeadObjectCommand({ Bucket: bucket, Key: target.key })),
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
  await withRetries(() =>
    options.client.send(
      new PutObjectCommand({
        ...common(target, options.bucket),
        ...bodyOf(body, options.limit),
        ChecksumAlgorithm: 'SHA256',
        ChecksumSHA256: Buffer.from(target.sha256, 'hex').toString('base64'),
      }),
    ),
  );
  options.onBytes(body.length);
}

async function putParts(handle: FileHandle, target: FileToStore, options: StoreOptions): Promise<void> {
  const { client, bucket, state } = options;
  const uploadId = state.begunUpload(target.name, target.sha256) ?? (await begin(target, options));
  const done = new Map(state.partsOf(uploadId).map((part) => [part.number, part]));
  const parts: UploadedPart[] = [];
  for (let number = 1; (number - 1) * partBytes < target.sizeBytes; number++) {
    const start = (number - 1) * partBytes;
    const length = Math.min(partBytes, target.sizeBytes - start);
    const known = done.get(number);
    if (known === undefined) {
      const body = await readRange(handle, start, length);
      const part = await putPart(body, { uploadId, number }, target, options).catch((error: unknown) => {
        if (error instanceof NoSuchUpload) return undefined;
        throw error;
      });
      // S3 gave the unfinished upload up after a week: from the beginning.
      if (part === undefined) {
        await begin(target, options);
        await putParts(handle, target, options);
        return;
      }
      state.part(uploadId, part);
      parts.push(part);
    } else parts.push(known);
    options.onBytes(length);
  }
  await withRetries(() =>
    client.send(
      new CompleteMultipartUploadCommand({
        Bucket: bucket,
        Key: target.key,
        UploadId: uploadId,
        MultipartUpload: {
          Parts: parts.map(({ number, etag, checksum }) => ({
            PartNumber: number,
            ETag: etag,
            ChecksumSHA256: checksum,
          })),
        },
      }),
    ),
  );
}

async function begin(target: FileToStore, { client, bucket, state }: StoreOptions): Promise<string> {
  const { UploadId } = await withRetries(() =>
    client.send(new CreateMultipartUploadCommand({ ...common(target, bucket), ChecksumAlgorithm: 'SHA256' })),
  );
  if (UploadId === undefined) throw new TypeError('S3 began an upload without a name');
  state.begun(target.name, target.sha256, UploadId);
  return UploadId;
}

async function putPart(
  body: Uint8Array,
  { uploadId, number }: { uploadId: string; number: number },
  target: FileToStore,
  { client, bucket, limit }: StoreOptions,
): Promise<UploadedPart> {
  const checksum = createHash('sha256').update(body).digest('base64');
  const { ETag = '' } = await withRetries(() =>
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
