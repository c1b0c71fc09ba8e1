import type { AslObjects } from '#platform/local/asl/host.ts';

/** Objects in memory, by `bucket/key`; what is written is seen in `objects`. */
export function memoryObjects(objects: Record<string, string>): AslObjects {
  return {
    async *read(bucket, key) {
      const text = objects[`${bucket}/${key}`];
      if (text === undefined) throw new Error(`no object ${bucket}/${key}`);
      yield new TextEncoder().encode(text);
    },
    async *list(bucket, prefix) {
      const start = `${bucket}/${prefix}`;
      for (const path of Object.keys(objects).toSorted()) {
        if (!path.startsWith(start)) continue;
        yield { key: path.slice(bucket.length + 1), sizeBytes: Buffer.byteLength(objects[path] ?? '') };
      }
    },
    write: async (bucket, key, text) => {
      let whole = '';
      for await (const piece of text) whole += piece;
      objects[`${bucket}/${key}`] = whole;
    },
  };
}
