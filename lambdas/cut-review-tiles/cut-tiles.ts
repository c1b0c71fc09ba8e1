import sharp from 'sharp';
import { reviewTileKey } from '#core/flight/keys.ts';
import type { ReviewLine, Run } from '#core/flight/run.ts';
import { formatTileId } from '#core/label/tile-identity.ts';
import type { ReviewRecord, TiledPhotoRecord } from '#core/photo/record.ts';
import { valueOfAnswer } from '#core/review/queue.ts';
import { detectionIdOf } from '#core/sighting/detection.ts';
import { type PixelBox, planTiles, type TilePlan, tileBox } from '#core/tiling/plan.ts';
import { formatTiling } from '#core/tiling/tiling.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { Platform } from '#platform/platform.ts';
import { release } from '#platform/release.ts';
import type { QueueEntry } from '#platform/tables/review-queue-table.ts';
import { type DecodeMeter, decodePhoto } from '../photo-decoding.ts';

/** JPEG quality of review tiles: a biologist looks at leaf edges. */
const tileQuality = 90;

export interface TilesToCut {
  readonly run: Run;
  /** The photo, with the tiles to cut. */
  readonly photo: ReviewLine;
  readonly record: TiledPhotoRecord;
  readonly confidences: Float32Array;
  readonly meter: DecodeMeter;
}

/**
 * Stores the tiles of one photo, one decode for all of them, and returns what biologists are to be asked.
 * @returns nothing when the photo was deleted since it was tiled
 */
export async function cutTiles(platform: Platform, work: TilesToCut): Promise<QueueEntry[]> {
  const { run, photo, record } = work;
  const plan = planTiles(run.sheet.tiling, record);
  const boxes = photo.tiles.map(({ index }) => wholePixels(tileBox(plan, index), record));
  const bottomPx = Math.max(...boxes.map(({ topPx, heightPx }) => topPx + heightPx));
  const bytes = await platform.objects
    .get({ bucket: requireEnvironment('uploadsBucket'), key: photo.key })
    .catch((error: unknown) => {
      if (isObjectNotFound(error)) return undefined;
      throw error;
    });
  if (bytes === undefined) return [];
  // Rows below the lowest tile are not decoded.
  const raw = { width: record.widthPx, height: bottomPx, channels: 3 } as const;
  const pixels = await decodePhoto(bytes, work.meter, (whole) =>
    whole.extract({ left: 0, top: 0, width: record.widthPx, height: bottomPx }),
  );
  release(bytes);
  const bucket = requireEnvironment('reviewBucket');
  for (const [i, { leftPx, topPx, widthPx, heightPx }] of boxes.entries()) {
    const tile = await sharp(pixels, { raw })
      .extract({ left: leftPx, top: topPx, width: widthPx, height: heightPx })
      .jpeg({ quality: tileQuality, optimiseCoding: false })
      .toBuffer();
    const key = reviewTileKey(run.runId, photo.photoId, photo.tiles[i]!.index);
    await platform.objects.put({ bucket, key }, tile, 'image/jpeg');
  }
  release(pixels);
  return questionsOf(work, plan);
}

function questionsOf({ run, photo, record, confidences }: TilesToCut, plan: TilePlan): QueueEntry[] {
  const tiling = formatTiling(run.sheet.tiling);
  return photo.tiles.map(({ index, reason }) => {
    const identity = { flightId: run.flightId, photoId: photo.photoId, tiling, tile: index };
    const confidence = Number(confidences[index]!.toFixed(4));
    return {
      ...identity,
      runId: run.runId,
      reason,
      confidence,
      value: valueOfAnswer({ reason, confidence, tileId: formatTileId(identity) }),
      photoName: photo.name,
      box: tileBox(plan, index),
      cols: plan.cols,
      widthPx: record.widthPx,
      heightPx: record.heightPx,
      key: reviewTileKey(run.runId, photo.photoId, index),
      version: 0,
    };
  });
}

/** What is kept of a question for as long as its run is. */
export function reviewRecordOf({
  runId,
  flightId,
  photoId,
  tile,
  reason,
  confidence,
  key,
}: QueueEntry): ReviewRecord {
  if (reason === 'second-opinion') throw new TypeError('a run asks for first answers only');
  const tileId = detectionIdOf(photoId, tile);
  return { runId, tileId, flightId, photoId, tile, reason, confidence, key, state: 'open' };
}

/** The smallest rectangle of whole pixels around a tile, inside the photo. */
function wholePixels(box: PixelBox, photo: { widthPx: number; heightPx: number }): PixelBox {
  const leftPx = Math.max(0, Math.floor(box.leftPx));
  const topPx = Math.max(0, Math.floor(box.topPx));
  const rightPx = Math.min(photo.widthPx, Math.ceil(box.leftPx + box.widthPx));
  const bottomPx = Math.min(photo.heightPx, Math.ceil(box.topPx + box.heightPx));
  return { leftPx, topPx, widthPx: rightPx - leftPx, heightPx: bottomPx - topPx };
}
