import sharp from 'sharp';
import { reviewTileKey } from '#core/flight/keys.ts';
import type { PhotoLine, Run } from '#core/flight/run.ts';
import type { TiledPhotoRecord } from '#core/photo/record.ts';
import type { ReviewChoice } from '#core/review/policy.ts';
import { type PixelBox, planTiles, tileBox } from '#core/tiling/plan.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { Platform } from '#platform/platform.ts';
import { type DecodeMeter, decodePhoto } from '../photo-decoding.ts';

/** JPEG quality of review tiles: a biologist looks at leaf edges. */
const tileQuality = 90;

export interface TilesToCut {
  readonly run: Run;
  readonly photo: PhotoLine;
  readonly record: TiledPhotoRecord;
  readonly confidences: Float32Array;
  readonly choices: readonly ReviewChoice[];
  readonly meter: DecodeMeter;
}

/**
 * Stores the chosen tiles of one photo and asks for their review; one decode for all of them.
 * @returns how many; none when the photo was deleted since it was tiled
 */
export async function cutTiles(platform: Platform, work: TilesToCut): Promise<number> {
  const { run, photo, record, choices } = work;
  if (choices.length === 0) return 0;
  const plan = planTiles(run.sheet.tiling, record);
  const boxes = choices.map(({ index }) => wholePixels(tileBox(plan, index), record));
  const bottomPx = Math.max(...boxes.map(({ topPx, heightPx }) => topPx + heightPx));
  const bytes = await platform.objects
    .get({ bucket: requireEnvironment('uploadsBucket'), key: photo.key })
    .catch((error: unknown) => {
      if (isObjectNotFound(error)) return undefined;
      throw error;
    });
  if (bytes === undefined) return 0;
  // Rows below the lowest tile are not decoded.
  const raw = { width: record.widthPx, height: bottomPx, channels: 3 } as const;
  const pixels = await decodePhoto(bytes, work.meter, (whole) =>
    whole.extract({ left: 0, top: 0, width: record.widthPx, height: bottomPx }),
  );
  for (const [i, { leftPx, topPx, widthPx, heightPx }] of boxes.entries()) {
    const tile = await sharp(pixels, { raw })
      .extract({ left: leftPx, top: topPx, width: widthPx, height: heightPx })
      .jpeg({ quality: tileQuality })
      .toBuffer();
    await askForReview(platform, { ...work, choice: choices[i]!, tile });
  }
  return choices.length;
}

async function askForReview(
  platform: Platform,
  { run, photo, confidences, choice, tile }: TilesToCut & { choice: ReviewChoice; tile: Uint8Array },
): Promise<void> {
  const key = reviewTileKey(run.runId, photo.photoId, choice.index);
  await platform.objects.put({ bucket: requireEnvironment('reviewBucket'), key }, tile, 'image/jpeg');
  await platform.tables.reviews.add({
    runId: run.runId,
    tileId: `${photo.photoId}-${choice.index}`,
    flightId: run.flightId,
    photoId: photo.photoId,
    tile: choice.index,
    reason: choice.reason,
    confidence: Number(confidences[choice.index]!.toFixed(4)),
    key,
    state: 'open',
  });
}

/** The smallest rectangle of whole pixels around a tile, inside the photo. */
function wholePixels(box: PixelBox, photo: { widthPx: number; heightPx: number }): PixelBox {
  const leftPx = Math.max(0, Math.floor(box.leftPx));
  const topPx = Math.max(0, Math.floor(box.topPx));
  const rightPx = Math.min(photo.widthPx, Math.ceil(box.leftPx + box.widthPx));
  const bottomPx = Math.min(photo.heightPx, Math.ceil(box.topPx + box.heightPx));
  return { leftPx, topPx, widthPx: rightPx - leftPx, heightPx: bottomPx - topPx };
}
