import { availableParallelism } from 'node:os';
import pLimit from 'p-limit';
import sharp from 'sharp';
import type { GreyImage } from '#core/geo/overlap/ground-raster.ts';
import type { Pose } from '#core/geo/pose.ts';
import type { PhotoRecord, TiledPhotoRecord } from '#core/photo/record.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { Platform } from '#platform/platform.ts';

/** A placed photo with its small picture. */
export interface PicturedPhoto {
  readonly record: TiledPhotoRecord & { readonly pose: Pose };
  readonly image: GreyImage;
}

/**
 * The photos that have a place and a small picture, in their order. Records of older versions have no picture, and
 * pictures are thrown away after a time: such photos stay where they say that they are.
 * @param onRead called for each photo, with or without a picture
 */
export async function withPictures(
  platform: Platform,
  records: readonly (PhotoRecord | undefined)[],
  onRead: () => void,
): Promise<PicturedPhoto[]> {
  const found = await pLimit(2 * availableParallelism()).map(records, async (record) => {
    const photo = await pictureOf(platform, record);
    onRead();
    return photo;
  });
  return found.filter((photo) => photo !== undefined);
}

async function pictureOf(
  platform: Platform,
  record: PhotoRecord | undefined,
): Promise<PicturedPhoto | undefined> {
  if (record?.outcome !== 'tiled' || record.pose === undefined || record.previewKey === undefined)
    return undefined;
  const ref = { bucket: requireEnvironment('workBucket'), key: record.previewKey };
  const jpeg = await platform.objects.get(ref).catch((error: unknown) => {
    if (isObjectNotFound(error)) return undefined;
    throw error;
  });
  if (jpeg === undefined) return undefined;
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const image = { widthPx: info.width, heightPx: info.height, grey: greyOf(data) };
  return { record: { ...record, pose: record.pose }, image };
}

/** Luma of ITU-R BT.601 in whole numbers; a third of what a colour conversion in the library costs. */
function greyOf(rgb: Uint8Array): Uint8Array {
  const grey = new Uint8Array(rgb.length / 3);
  for (let i = 0, j = 0; i < grey.length; i++, j += 3)
    grey[i] = (77 * rgb[j]! + 150 * rgb[j + 1]! + 29 * rgb[j + 2]!) >> 8;
  return grey;
}
