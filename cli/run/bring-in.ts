import { createHash } from 'node:crypto';
import { open, readFile, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import pLimit from 'p-limit';
import { flightIdFrom, flightTitleFrom } from '#core/flight/flight-name.ts';
import { manifestName, uploadKey } from '#core/flight/keys.ts';
import {
  checkManifestSize,
  type FlightManifest,
  type ManifestPhoto,
  parseManifest,
} from '#core/flight/manifest.ts';
import type { FileObjectStore } from '#platform/local/object-store.ts';
import { checkTerrainSize, terrainMissing } from '#platform/terrain/terrain-error.ts';
import { contentTagOf } from './same-photos.ts';
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
 * Uploads a folder to the embedded cloud as an operator would to S3: the photos and the terrain, then the manifest, which
 * commits them. Nothing is copied where the file system can link. Without a flight.json one is made: flight id from the
 * folder's name and content.
 * @throws UmbelError `terrain.missing` where flight.json names a terrain that is not there
 */
export async function bringIn(options: BringInOptions): Promise<BroughtInFlight> {
  const { folder, objects, bucket } = options;
  const unreadable = new Set(folder.unreadable);
  // What is made here is checked like what people write: a folder may hold names that no flight can have.
  const made = parseManifest(JSON.stringify(await manifestOf(options, unreadable)));
  const flightId = made.flightId;
  const upload = (name: string) => ({ bucket, key: uploadKey(flightId, name) });
  const terrain = await terrainOf(options, made);
  const files = [...folder.photos, ...(terrain === undefined ? [] : [terrain])];
  const wanted = new Set(files.map(({ name }) => name));
  const prefix = uploadKey(flightId, '');
  for await (const { key } of objects.list(bucket, prefix)) {
    if (!wanted.has(key.slice(prefix.length))) await objects.delete({ bucket, key });
  }
  for (const { name, file } of files) {
    // A photo may vanish, or lose its rights, between the look and the touch: it is named, and the flight goes on.
    if (!unreadable.has(name)) await objects.adopt(upload(name), file).catch(() => unreadable.add(name));
  }
  const manifest = unreadable.size === 0 ? made : { ...made, unreadable: [...unreadable].sort() };
  await objects.put(upload(manifestName), `${JSON.stringify(manifest, undefined, 1)}\n`, 'application/json');
  return { manifest, folderDigest: digestOf(folder, terrain, folder.manifestFile !== undefined) };
}

interface TerrainFile {
  readonly name: string;
  readonly file: string;
  /** Digest of its content: heights may change and the size stay. */
  readonly sha256: string;
}

/** The terrain that the manifest names. */
async function terrainOf(
  { dir, folder }: BringInOptions,
  { geometry }: FlightManifest,
): Promise<TerrainFile | undefined> {
  const name = geometry?.terrainFile;
  if (name === undefined) return undefined;
  if (!folder.sideFiles.includes(name)) throw terrainMissing(name);
  const file = path.join(dir, name);
  const info = await stat(file);
  // Reading from a pipe or a device has no end.
  if (!info.isFile()) throw terrainMissing(name);
  checkTerrainSize(info.size, name);
  return { name, file, sha256: (await hashFile(file)).sha256 };
}

/** Letters of the folder's name in a flight's id, before the hash of its content. */
const namedPart = 32;

async function manifestOf(options: BringInOptions, unreadable: Set<string>): Promise<FlightManifest> {
  const { dir, folder } = options;
  const given = folder.manifestFile === undefined ? undefined : await readManifest(folder.manifestFile);
  const others = folder.sideFiles.filter((name) => name !== given?.geometry?.terrainFile);
  const sideFiles = others.length === 0 ? {} : { sideFiles: others };
  if (given !== undefined)
    return { ...given, photos: given.photos ?? (await readPhotos(options, unreadable)), ...sideFiles };
  const photos = await readPhotos(options, unreadable);
  const name = path.basename(path.resolve(dir));
  return {
    schema: 'umbel.flight/1',
    flightId: `${flightIdFrom(name, namedPart)}-${contentTagOf(photos)}`,
    title: flightTitleFrom(name),
    photos,
    ...sideFiles,
  };
}

async function readManifest(file: string): Promise<FlightManifest> {
  checkManifestSize((await stat(file)).size, file);
  return parseManifest(await readFile(file, 'utf8'), file);
}

/** Bytes that are hashed at once: memory of that size is used again and again, a photo's size would be fetched anew. */
const hashedBytes = 1 << 20;

async function hashFile(file: string): Promise<{ readonly sizeBytes: number; readonly sha256: string }> {
  const buffer = Buffer.allocUnsafeSlow(hashedBytes);
  const digest = createHash('sha256');
  let sizeBytes = 0;
  await using handle = await open(file);
  for (;;) {
    const { bytesRead } = await handle.read(buffer, 0, buffer.length);
    if (bytesRead === 0) return { sizeBytes, sha256: digest.digest('hex') };
    digest.update(buffer.subarray(0, bytesRead));
    sizeBytes += bytesRead;
  }
}

/** Size and hash of every photo, a few side by side. */
async function readPhotos(
  { folder, onRead }: BringInOptions,
  unreadable: Set<string>,
): Promise<ManifestPhoto[]> {
  const limit = pLimit(availableParallelism());
  const photos = await limit.map(folder.photos, async (photo) => {
    const content = await hashFile(photo.file).catch(() => undefined);
    if (content === undefined) {
      unreadable.add(photo.name);
      return [];
    }
    onRead(photo);
    return [{ name: photo.name, ...content }];
  });
  return photos.flat();
}

/** @param given whether flight.json brought the hashes along: otherwise those just made tell every change */
function digestOf(folder: ScannedFolder, terrain: TerrainFile | undefined, given: boolean): string {
  const digest = createHash('sha256');
  if (terrain !== undefined) digest.update(`${terrain.name}\0${terrain.sha256}\n`);
  // The time tells a photo that was mended, or damaged, and kept its size.
  for (const { name, sizeBytes, changedMs } of folder.photos) {
    digest.update(`${name}\0${sizeBytes}\0${given ? changedMs : ''}\n`);
  }
  return digest.digest('hex').slice(0, 20);
}
