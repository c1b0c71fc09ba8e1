import type { Lake } from '#platform/lake/lake.ts';
import { type FileObjectStore, fileObjectStore } from '#platform/local/object-store.ts';

export const bucket = 'umbel-lake';

/** A lake over the files of a folder, at a fixed time or the one that `now` tells. */
export function openLake(
  folder: string,
  now = () => new Date('2026-08-01T12:00:00Z'),
): Lake & { readonly objects: FileObjectStore } {
  return { objects: fileObjectStore(folder), bucket, clock: { now } };
}
