import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { UmbelError } from '#core/errors.ts';
import type { AslObjects, ListedObject } from '#platform/local/asl/host.ts';
import type { VirtualClock } from '#platform/local/asl/virtual-clock.ts';

/** Objects as files `<folder>/<bucket>/<key>`. The clock stands still while a file is read or written. */
export function objectsFolder(folder: string, clock: VirtualClock): AslObjects {
  const pathOf = (bucket: string, key: string): string => {
    const path = resolve(folder, bucket, key);
    if (path.startsWith(resolve(folder) + sep)) return path;
    throw new UmbelError({
      code: 'workflow.bad-key',
      kind: 'bad-input',
      message: `The key '${key}' leads out of the folder of the objects.`,
    });
  };
  return {
    read: (bucket, key) => heldSteps(createReadStream(pathOf(bucket, key)), clock),
    list: (bucket, prefix) => list(join(folder, bucket), prefix, clock),
    write: async (bucket, key, text) => {
      const path = pathOf(bucket, key);
      await clock.hold(mkdir(dirname(path), { recursive: true }));
      await clock.hold(pipeline(Readable.from(text), createWriteStream(path)));
    },
  };
}

async function* list(folder: string, prefix: string, clock: VirtualClock): AsyncGenerator<ListedObject> {
  const files = await clock.hold(readdir(folder, { recursive: true, withFileTypes: true }));
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  const keys = paths.map((path) => relative(folder, path).split(sep).join('/'));
  for (const key of keys.filter((name) => name.startsWith(prefix)).toSorted(byBytes)) {
    const file = await clock.hold(stat(join(folder, key)));
    yield { key, sizeBytes: file.size, etag: `"${file.size}-${file.mtimeMs}"`, lastModifiedMs: file.mtimeMs };
  }
}

function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** The same chunks; the clock stands still while one is awaited. */
async function* heldSteps(
  chunks: AsyncIterable<Uint8Array>,
  clock: VirtualClock,
): AsyncGenerator<Uint8Array> {
  const steps = chunks[Symbol.asyncIterator]();
  for (;;) {
    const step = await clock.hold(steps.next());
    if (step.done === true) return;
    yield step.value;
  }
}
