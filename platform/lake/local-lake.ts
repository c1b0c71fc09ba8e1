import { type FileObjectStore, fileObjectStore } from '../local/object-store.ts';
import { systemClock } from '../platform.ts';
import type { Lake } from './lake.ts';

/** The lake's bucket in the embedded cloud. */
export const lakeBucketName = 'umbel-lake';

/** The lake of a home folder. Reading it needs neither the database nor the lock of the home. */
export function openLocalLake(home: string): Lake & { readonly objects: FileObjectStore } {
  return { objects: fileObjectStore(home), bucket: lakeBucketName, clock: systemClock };
}
