import type { CheckedPhoto } from './check-photo.ts';
import { sha256Of } from './hash.ts';

/**
 * The photos, each that has the very bytes of one before it with a remark that it counts once. Only photos of the same
 * size are read whole: two different photos rarely have one.
 */
export async function withDuplicates(photos: readonly CheckedPhoto[]): Promise<CheckedPhoto[]> {
  const sizes = Map.groupBy(
    photos.filter(({ fault }) => fault === undefined),
    ({ file }) => file.size,
  );
  const seen = new Set<string>();
  const marked: CheckedPhoto[] = [];
  for (const photo of photos) {
    const alike = photo.fault === undefined ? (sizes.get(photo.file.size) ?? []) : [];
    const hash = alike.length > 1 ? await hashOf(photo.file) : undefined;
    marked.push(
      hash !== undefined && seen.has(hash) ? { ...photo, remarks: [...photo.remarks, 'duplicate'] } : photo,
    );
    if (hash !== undefined) seen.add(hash);
  }
  return marked;
}

/** Undefined for a file that cannot be read now: sending it says so. */
async function hashOf(file: File): Promise<string | undefined> {
  try {
    return await sha256Of(file);
  } catch {
    return undefined;
  }
}
