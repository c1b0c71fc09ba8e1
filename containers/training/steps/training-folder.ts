import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UmbelError } from '#core/errors.ts';
import type { TilesLocation } from '#core/model/training/training-run.ts';
import type { ObjectStore } from '#platform/ports.ts';

/** Objects fetched at a time. */
const atOnce = 16;

/** What `use` makes of a folder of its own, which is gone afterwards. */
export async function withFolder<Result>(use: (dir: string) => Promise<Result>): Promise<Result> {
  const dir = await mkdtemp(join(tmpdir(), 'umbel-training-'));
  try {
    return await use(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/**
 * How many files were fetched into `dir`.
 * @throws UmbelError `training.tiles-missing` when there is nothing under the prefix
 */
export async function fetchTiles(
  objects: ObjectStore,
  { bucket, prefix }: TilesLocation,
  dir: string,
): Promise<number> {
  const folder = prefix.replace(/\/?$/, '/');
  let [count, waiting]: [number, Promise<void>[]] = [0, []];
  for await (const { key } of objects.list(bucket, folder)) {
    waiting.push(fetchOne(objects, { bucket, key }, join(dir, plainPath(key.slice(folder.length)))));
    count++;
    if (waiting.length < atOnce) continue;
    await Promise.all(waiting);
    waiting = [];
  }
  await Promise.all(waiting);
  if (count > 0) return count;
  throw new UmbelError({
    code: 'training.tiles-missing',
    kind: 'not-found',
    message: `There are no tiles under ${folder} in the bucket ${bucket}.`,
    hint: 'Export a label snapshot there first, or correct the prefix.',
  });
}

async function fetchOne(
  objects: ObjectStore,
  ref: { bucket: string; key: string },
  file: string,
): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, await objects.get(ref));
}

/** The path below a prefix; keys that would lead out of the folder are refused. */
function plainPath(path: string): string {
  if (path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')) return path;
  throw new UmbelError({
    code: 'training.key-unsafe',
    kind: 'bad-input',
    message: `The object ${path} has a name that is no plain path.`,
    hint: 'Rename it.',
  });
}
