import { z } from 'zod';
import { manifestPhotoSchema, manifestSchema } from './manifest.ts';

/** Files of one page of a list: AppSync takes no request of more than 1 MB. */
export const mostFilesOfPage = 1_000;
/** About how much JSON a page may be, bytes: half of what AppSync takes, for names may be long. */
const mostBytesOfPage = 500_000;
/** Pages of one list: the 100,000 files of a manifest, and room for long names. */
export const mostPages = 1_000;

/** A list of files says what a flight consists of; every file stands in one of three lists, as in the manifest. */
export const fileListSchema = z.strictObject({
  photos: z.array(manifestPhotoSchema).max(mostFilesOfPage),
  unreadable: manifestSchema.shape.unreadable.unwrap().max(mostFilesOfPage),
  sideFiles: manifestSchema.shape.sideFiles.unwrap().max(mostFilesOfPage),
});
export type FileList = z.infer<typeof fileListSchema>;

/** A page names this by SHA-256 or by whatever else tells two lists apart: the same list has the same id, so it may be sent again. */
export const listIdSchema = z.string().regex(/^[0-9a-f]{16,64}$/, 'must be 16 to 64 hexadecimal digits');

/** The pages of a list, in order, each small enough to be sent; one empty page for a list of nothing. */
export function pagesOf(list: FileList): FileList[] {
  const pages: FileList[] = [];
  let [files, bytes] = [mostFilesOfPage, 0];
  const pageFor = (entry: unknown): FileList => {
    const size = new TextEncoder().encode(JSON.stringify(entry)).length + 1;
    if (files === mostFilesOfPage || bytes + size > mostBytesOfPage) {
      pages.push({ photos: [], unreadable: [], sideFiles: [] });
      [files, bytes] = [0, 0];
    }
    files++;
    bytes += size;
    return pages.at(-1)!;
  };
  for (const photo of list.photos) pageFor(photo).photos.push(photo);
  for (const name of list.unreadable) pageFor(name).unreadable.push(name);
  for (const name of list.sideFiles) pageFor(name).sideFiles.push(name);
  return pages.length === 0 ? [{ photos: [], unreadable: [], sideFiles: [] }] : pages;
}

/** The list that pages make, in order. */
export function joinPages(pages: readonly FileList[]): FileList {
  return {
    photos: pages.flatMap(({ photos }) => photos),
    unreadable: pages.flatMap(({ unreadable }) => unreadable),
    sideFiles: pages.flatMap(({ sideFiles }) => sideFiles),
  };
}
