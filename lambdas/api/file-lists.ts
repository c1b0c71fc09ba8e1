import pLimit from 'p-limit';
import { UmbelError } from '#core/errors.ts';
import { type FileList, fileListSchema, joinPages } from '#core/flight/file-list.ts';
import { fileListKey } from '#core/flight/keys.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { Platform } from '#platform/platform.ts';
import type { ObjectRef } from '#platform/ports.ts';

/** Names a list of files that comes page by page. */
export interface ListName {
  readonly flightId: string;
  readonly listId: string;
}

/** Keeps a page of a list; sent again, it takes the place of the former one. */
export async function keepPage(
  { objects }: Platform,
  list: ListName & { readonly page: number },
  files: FileList,
): Promise<void> {
  await objects.put(pageRef(list, list.page), JSON.stringify(files), 'application/json');
}

const readAtOnce = 8;

/**
 * A list of files, joined from its pages.
 * @throws UmbelError `upload.list-incomplete`
 */
export async function readList(platform: Platform, list: ListName, pages: number): Promise<FileList> {
  const limit = pLimit(readAtOnce);
  const read = await Promise.all(
    Array.from({ length: pages }, (_, page) => limit(() => readPage(platform, list, page))),
  );
  const missing = read.findIndex((page) => page === undefined);
  if (missing >= 0) throw incomplete(list.flightId, { page: missing + 1, pages });
  return joinPages(read.filter((page) => page !== undefined));
}

async function readPage({ objects }: Platform, list: ListName, page: number): Promise<FileList | undefined> {
  try {
    return fileListSchema.parse(JSON.parse(new TextDecoder().decode(await objects.get(pageRef(list, page)))));
  } catch (error) {
    if (isObjectNotFound(error)) return undefined;
    throw error;
  }
}

function pageRef({ flightId, listId }: ListName, page: number): ObjectRef {
  return { bucket: requireEnvironment('workBucket'), key: fileListKey(flightId, listId, page) };
}

function incomplete(flightId: string, { page, pages }: { page: number; pages: number }): UmbelError {
  return new UmbelError({
    code: 'upload.list-incomplete',
    kind: 'conflict',
    message: `The list of files of flight ${flightId} is not all there: page ${page} of ${pages} did not arrive.`,
    hint: 'Send the list again, then commit again.',
    details: { page, pages },
  });
}
