import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import {
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  realpath,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UmbelError } from '#core/errors.ts';
import { isObjectNotFound, objectNotFound } from '../object-errors.ts';
import type { ObjectInfo, ObjectRef, ObjectStore } from '../ports.ts';
import { oneAtATime } from './one-at-a-time.ts';

/** The folder for objects that are being written: on the same file system, so that a rename is atomic. */
export const partsFolder = '.parts';

export interface FileObjectStore extends ObjectStore {
  /** The file that holds an object: people and DuckDB may open it. */
  fileOf(ref: ObjectRef): string;
  /** Makes an object of an existing file without copying it where the file system can (hard link, else symbolic link, else copy). */
  adopt(ref: ObjectRef, file: string): Promise<void>;
}

/** The object store over plain files: `<root>/<bucket>/<key>`. */
export function fileObjectStore(root: string): FileObjectStore {
  const fileOf = (ref: ObjectRef) => path.join(root, checkName(ref.bucket), ...checkKey(ref.key).split('/'));
  let parts: Promise<unknown> | undefined;
  const place = async (ref: ObjectRef, write: (part: string) => Promise<void>) => {
    const target = fileOf(ref);
    const part = path.join(root, partsFolder, `${process.pid}-${randomBytes(8).toString('hex')}`);
    await (parts ??= mkdir(path.dirname(part), { recursive: true }));
    try {
      await write(part);
      await moveTo(target, part);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  };
  return {
    fileOf,
    get: (ref) => readFile(fileOf(ref)).catch((error: unknown) => raise(error, ref)),
    async head(ref) {
      try {
        const info = await stat(fileOf(ref)).catch((error: unknown) => raise(error, ref));
        return info.isFile() ? infoOf(ref.key, info) : undefined;
      } catch (error) {
        if (isObjectNotFound(error)) return undefined;
        throw error;
      }
    },
    put: (ref, body) => place(ref, (part) => writeFile(part, body)),
    putIf: (ref, body, { former }) =>
      oneAtATime(root, fileOf(ref), async () => {
        const info = await stat(fileOf(ref)).catch(() => undefined);
        const etag = info === undefined ? undefined : infoOf(ref.key, info).etag;
        if (etag !== former) return 'changed';
        await place(ref, (part) => writeFile(part, body));
        return 'stored';
      }),
    putStream: (ref, body) =>
      place(ref, async (part) => {
        // Opened first: a stream that fails at once would else make the file after it was taken away.
        const file = await open(part, 'w');
        await pipeline(body, file.createWriteStream());
      }),
    adopt: (ref, file) => place(ref, async (part) => adoptFile(await realpath(file), part)),
    async *list(bucket, prefix) {
      const folder = path.join(root, checkName(bucket));
      for (const key of await keysBelow(folder, checkPrefix(prefix))) {
        const info = await stat(path.join(folder, key)).catch(() => undefined);
        if (info !== undefined) yield infoOf(key, info);
      }
    },
    delete: (ref) => rm(fileOf(ref), { force: true }),
  };
}

/** Renames a file; the folder that it goes to is made when it is missing, which is seldom. */
async function moveTo(target: string, file: string): Promise<void> {
  try {
    await rename(file, target);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
    await mkdir(path.dirname(target), { recursive: true });
    await rename(file, target);
  }
}

function infoOf(key: string, info: { size: number; mtimeMs: number }): ObjectInfo {
  return {
    key,
    sizeBytes: info.size,
    etag: `"${info.size.toString(16)}-${Math.round(info.mtimeMs * 1000).toString(16)}"`,
    writtenAt: new Date(info.mtimeMs).toISOString(),
  };
}

async function adoptFile(file: string, target: string): Promise<void> {
  try {
    await link(file, target);
  } catch {
    // Another file system, or one that knows no hard links.
    await symlink(file, target).catch(() => copyFile(file, target, constants.COPYFILE_FICLONE));
  }
}

async function keysBelow(folder: string, prefix: string): Promise<string[]> {
  // Only the folder that the prefix names is read: a list of one run does not walk through all runs.
  const start = prefix.slice(0, prefix.lastIndexOf('/') + 1);
  const entries = await readdir(path.join(folder, start), { recursive: true, withFileTypes: true }).catch(
    (error: unknown) => {
      if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return [];
      throw error;
    },
  );
  const keys: string[] = [];
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const key = path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
    if (key.startsWith(prefix)) keys.push(key);
  }
  return keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

function checkName(bucket: string): string {
  if (/^[a-z0-9][a-z0-9.-]*$/.test(bucket)) return bucket;
  throw new UmbelError({
    code: 'object.key-invalid',
    kind: 'bad-input',
    message: `"${bucket}" is not the name of a bucket.`,
  });
}

function checkKey(key: string): string {
  const parts = key.split('/');
  if (
    key !== '' &&
    !key.includes('\0') &&
    // Where it parts folders, `..\\` leads out of one.
    !(path.sep === '\\' && key.includes('\\')) &&
    !parts.some((part) => part === '' || part === '.' || part === '..')
  )
    return key;
  throw new UmbelError({
    code: 'object.key-invalid',
    kind: 'bad-input',
    message: `"${key}" is not a key that a file can have.`,
  });
}

function checkPrefix(prefix: string): string {
  const end = prefix.lastIndexOf('/');
  if (end !== -1) checkKey(prefix.slice(0, end));
  return prefix;
}

/** A folder is no object, though a file store cannot hold both `a` and `a/b`. */
const nothingThere = ['ENOENT', 'ENOTDIR', 'EISDIR'];

function raise(error: unknown, ref: ObjectRef): never {
  throw nothingThere.some((code) => hasCode(error, code)) ? objectNotFound(ref, error) : error;
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
