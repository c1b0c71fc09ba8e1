import { createHash, hash, webcrypto } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import pLimit from 'p-limit';
import { manifestName, uploadKey } from '#core/flight/keys.ts';
import { type FlightManifest, type ManifestPhoto, parseManifest } from '#core/flight/manifest.ts';
import type { FileObjectStore } from '#platform/local/object-store.ts';
import type { ScannedFile, ScannedFolder } from './scan-folder.ts';

export interface BroughtInFlight {
  readonly manifest: FlightManifest;
  /** Digest of names and sizes of what lay in the folder. */
  readonly folderDigest: string;
}

export interface BringInOptions {
  readonly dir: string;
  readonly folder: ScannedFolder;
  readonly objects: FileObjectStore;
  readonly bucket: string;
  /** Called for each photo that was read. */
  readonly onRead: (photo: ScannedFile) => void;
}

/**
 * Uploads a folder to the embedded cloud as an operator would to S3: the photos, then the manifest, which commits them.
 * No photo is copied where the file system can link. Without a flight.json one is made: flight id from the folder's
 * name and content.
 */
export async function bringIn(options: BringInOptions): Promise<BroughtInFlight> {
  const { folder, objects, bucket } = options;
  // What is made here is checked like what people write: a folder may hold names that no flight can have.
  const manifest = parseManifest(JSON.stringify(await manifestOf(options)));
  const upload = (name: string) => ({ bucket, key: uploadKey(manifest.flightId, name) });
  const wanted = new Set(folder.photos.map(({ name }) => name));
  const prefix = uploadKey(manifest.flightId, '');
  for await (const { key } of objects.list(bucket, prefix)) {
    if (!wanted.has(key.slice(prefix.length))) await objects.delete({ bucket, key });
  }
  for (const photo of folder.photos) await objects.adopt(upload(photo.name), photo.file);
  await objects.put(upload(manifestName), `${JSON.stringify(manifest, undefined, 1)}\n`, 'application/json');
  return { manifest, folderDigest: digestOf(folder) };
}

async function manifestOf(options: BringInOptions): Promise<FlightManifest> {
  const { dir, folder } = options;
  const sideFiles = folder.sideFiles.length === 0 ? {} : { sideFiles: [...folder.sideFiles] };
  if (folder.manifestFile !== undefined) {
    const given = parseManifest(await readFile(folder.manifestFile, 'utf8'), folder.manifestFile);
    return { ...given, photos: given.photos ?? (await readPhotos(options)), ...sideFiles };
  }
  const photos = await readPhotos(options);
  const content = hash('sha256', photos.map(({ sha256 }) => sha256).join('\n'));
  const slug = slugOf(path.basename(path.resolve(dir)));
  return {
    schema: 'umbel.flight/1',
    flightId: `${slug}-${content.slice(0, 8)}`,
    title: path.basename(path.resolve(dir)),
    photos,
    ...sideFiles,
  };
}

/** Size and hash of every photo; hashing runs beside the event loop, a few photos at a time. */
async function readPhotos({ folder, onRead }: BringInOptions): Promise<ManifestPhoto[]> {
  const limit = pLimit(availableParallelism());
  return limit.map(folder.photos, async (photo) => {
    const bytes = await readFile(photo.file);
    const digest = await webcrypto.subtle.digest('SHA-256', bytes);
    onRead(photo);
    return { name: photo.name, sizeBytes: bytes.length, sha256: Buffer.from(digest).toString('hex') };
  });
}

function digestOf(folder: ScannedFolder): string {
  const digest = createHash('sha256');
  for (const { name, sizeBytes } of folder.photos) digest.update(`${name}\0${sizeBytes}\n`);
  return digest.digest('hex').slice(0, 20);
}

/** A name as a part of an id: `Brighton Beach (2)` becomes `brighton-beach-2`. */
function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return (
    plain
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 32)
      .replace(/-+$/, '') || 'flight'
  );
}
