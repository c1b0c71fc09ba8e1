import {
  type S3Client,
  paginateListObjectsV2,
  PutObjectCommand,
  GetObjectCommand,
  NoSuchKey,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import pLimit from 'p-limit';
import { UmbelError } from '#core/errors.ts';
import { manifestName, uploadKey } from '#core/flight/keys.ts';
import {
  flightIdSchema,
  type FlightManifest,
  type ManifestPhoto,
  parseManifest,
} from '#core/flight/manifest.ts';
import { explainAwsError } from '#platform/aws/explain-error.ts';
import { type ScannedFile, scanFolder } from '../run/scan-folder.ts';
import { bandwidth } from './bandwidth.ts';
import { givenManifest, hashOf, mustBeUnchanged, terrainOf } from './flight-manifest.ts';
import { withRetries } from './retry.ts';
import { storeFile, type StoreOptions } from './store-file.ts';
import { openUploadState, type UploadState } from './upload-state.ts';
import type { UploadProgress } from './upload-progress.ts';

export interface UploadOptions {
  readonly dir: string;
  readonly flightId: string;
  readonly bucket: string;
  readonly client: S3Client;
  /** Bytes a second at most; undefined: as many as the line takes. */
  readonly bytesPerS?: number | undefined;
  /** Files at a time. */
  readonly atOnce: number;
  readonly progress: UploadProgress;
  /** How long a failing request is tried again; default: some minutes. */
  readonly patienceMs?: number | undefined;
}

export interface UploadResult {
  readonly flightId: string;
  readonly bucket: string;
  readonly photos: number;
  /** Files that were sent now; the others were there. */
  readonly sent: number;
  readonly sizeBytes: number;
  readonly unreadable: readonly string[];
  /** `written`: the flight is complete and will be worked on; `already-there`: it was before. */
  readonly manifest: 'written' | 'already-there';
  readonly tookMs: number;
}

/** The first request is given up sooner: what fails then is mostly a wrong name or no line at all. */
const firstContactMs = 10_000;

/**
 * Uploads a folder as one flight, the manifest last: it commits the upload and starts the work. A run that was cut off
 * goes on where it was.
 * @throws UmbelError `flight.*`, `terrain.missing`, `upload.changed`, `aws.*`
 */
export async function uploadFlight(options: UploadOptions): Promise<UploadResult> {
  const startedMs = performance.now();
  const { dir, bucket, progress } = options;
  const flightId = checkedId(options.flightId);
  const folder = await scanFolder(dir);
  const given = await givenManifest(folder, flightId);
  const terrain = await terrainOf(dir, folder, given);
  const files = [...folder.photos, ...(terrain === undefined ? [] : [terrain])];
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const state = openUploadState(bucket, flightId);
  progress.begin(files.length, sizeBytes);
  try {
    const stored = await storeAll(files, options, state);
    const manifest = withPhotos(given, {
      photos: folder.photos.map(({ name, sizeBytes: size }) => ({
        name,
        sizeBytes: size,
        sha256: stored.hashes.get(name)!,
      })),
      sideFiles: folder.sideFiles.filter((name) => name !== terrain?.name),
      unreadable: folder.unreadable,
    });
    const outcome = await writeManifest(options, manifest);
    state.finish();
    return {
      flightId,
      bucket,
      photos: folder.photos.length,
      sent: stored.sent,
      sizeBytes,
      unreadable: folder.unreadable,
      manifest: outcome,
      tookMs: Math.round(performance.now() - startedMs),
    };
  } catch (error) {
    throw explainAwsError(error, `Uploading ${flightId} to ${bucket}`);
  } finally {
    progress.end();
  }
}

function checkedId(flightId: string): string {
  const result = flightIdSchema.safeParse(flightId);
  if (result.success) return result.data;
  throw new UmbelError({
    code: 'flight.id-invalid',
    kind: 'bad-input',
    message: `"${flightId}" is no id of a flight.`,
    hint: 'Use 1 to 48 of a-z, 0-9 and -, for instance 2026-06-14-ulrum-north.',
  });
}

async function storeAll(
  files: readonly ScannedFile[],
  options: UploadOptions,
  state: UploadState,
): Promise<{ hashes: ReadonlyMap<string, string>; sent: number }> {
  const { client, bucket, flightId, progress } = options;
  const there = await withRetries(
    () => listed(client, bucket, uploadKey(flightId, '')),
    Math.min(firstContactMs, options.patienceMs ?? firstContactMs),
  );
  const store: StoreOptions = {
    client,
    bucket,
    state,
    limit: bandwidth(options.bytesPerS),
    patienceMs: options.patienceMs,
    onBytes: (bytes) => progress.bytes(bytes),
  };
  const hashes = new Map<string, string>();
  let sent = 0;
  const stop = new AbortController();
  await pLimit(options.atOnce).map(files, async (file) => {
    // One failure ends the upload: the others need not begin.
    if (stop.signal.aborted) return;
    try {
      const sha256 = await hashOf(file, state);
      const key = uploadKey(flightId, file.name);
      const contentType = /\.jpe?g$/i.test(file.name) ? 'image/jpeg' : 'image/tiff';
      const isListed = there.get(key) === file.sizeBytes;
      const target = { ...file, sha256, key, contentType, listed: isListed };
      if (await storeFile(target, store)) sent++;
      await mustBeUnchanged(file);
      state.stored(file.name, sha256);
      hashes.set(file.name, sha256);
      progress.file();
    } catch (error) {
      stop.abort();
      throw error;
    }
  });
  return { hashes, sent };
}

/** Sizes of what the bucket holds of this flight, by key. */
async function listed(client: S3Client, bucket: string, prefix: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    for (const { Key, Size } of page.Contents ?? []) if (Key !== undefined) sizes.set(Key, Size ?? 0);
  }
  return sizes;
}

/** The manifest as it is stored. A list of photos that flight.json brought along stays: it says what was flown. */
function withPhotos(
  given: FlightManifest,
  found: { photos: ManifestPhoto[]; sideFiles: readonly string[]; unreadable: readonly string[] },
): FlightManifest {
  const { photos, ...rest } = given;
  const manifest = {
    ...rest,
    photos: photos ?? found.photos,
    ...(found.sideFiles.length === 0 ? {} : { sideFiles: found.sideFiles }),
    ...(found.unreadable.length === 0 ? {} : { unreadable: [...found.unreadable].sort() }),
  };
  // What is made here is checked like what people write: a folder may hold names that no flight can have.
  return parseManifest(JSON.stringify(manifest));
}

/** Writes flight.json unless the same one is there: writing it again would only announce the flight again. */
async function writeManifest(
  { client, bucket, flightId, patienceMs }: UploadOptions,
  manifest: FlightManifest,
): Promise<UploadResult['manifest']> {
  const text = `${JSON.stringify(manifest, undefined, 1)}\n`;
  const Key = uploadKey(flightId, manifestName);
  const former = await withRetries(
    () => client.send(new GetObjectCommand({ Bucket: bucket, Key })),
    patienceMs,
  ).then(
    ({ Body }) => Body?.transformToString(),
    (error: unknown) => {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    },
  );
  if (former === text) return 'already-there';
  const ChecksumSHA256 = createHash('sha256').update(text).digest('base64');
  await withRetries(
    () =>
      client.send(
        new PutObjectCommand({
          Bucket: bucket,
          Key,
          Body: text,
          ContentType: 'application/json',
          ChecksumSHA256,
        }),
      ),
    patienceMs,
  );
  return 'written';
}
