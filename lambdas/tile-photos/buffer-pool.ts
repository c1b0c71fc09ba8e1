/** Buffers that are used again: megabytes that are allocated and dropped per photo cost more in collection than in work. */
export interface BufferPool {
  /** A buffer of exactly `sizeBytes`; its content is whatever was in it. */
  take(sizeBytes: number): Uint8Array;
  /** Gives a buffer back; it must not be used afterwards. */
  giveBack(buffer: Uint8Array): void;
}

/** A pool that keeps at most `kept` buffers. */
export function bufferPool(kept: number): BufferPool {
  const free: ArrayBuffer[] = [];
  return {
    take(sizeBytes) {
      const index = free.findIndex(({ byteLength }) => byteLength >= sizeBytes);
      const buffer = index === -1 ? new ArrayBuffer(sizeBytes) : free.splice(index, 1)[0]!;
      return new Uint8Array(buffer, 0, sizeBytes);
    },
    giveBack({ buffer }) {
      if (buffer instanceof ArrayBuffer) free.push(buffer);
      // The largest serve every photo.
      free.sort((a, b) => a.byteLength - b.byteLength);
      if (free.length > kept) free.shift();
    },
  };
}
