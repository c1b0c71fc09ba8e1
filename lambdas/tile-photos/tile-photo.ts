import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { UmbelError } from '#core/errors.ts';
import { previewKey } from '#core/flight/keys.ts';
import { composeSheet, layoutSheet, sheetKey, type SheetLayout, sheetSpecName } from '#core/tiling/sheet.ts';
import type { PhotoLine, Run } from '#core/flight/run.ts';
import { placePhoto } from '#core/photo/place.ts';
import { previewSize, shrink } from '#core/photo/preview.ts';
import { qualityOf } from '#core/photo/quality.ts';
import type { PhotoRecord, Reason, TiledPhotoRecord } from '#core/photo/record.ts';
import { reasonAgainst } from '#core/photo/sniff.ts';
import { planTiles } from '#core/tiling/plan.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { Platform } from '#platform/platform.ts';
import { release } from '#platform/release.ts';
import { bufferPool } from './buffer-pool.ts';
import { terrainOf } from '../flight-terrain.ts';
import { type DecodeMeter, decodePhoto, readHeader, UnreadablePhoto } from '../photo-decoding.ts';

/** JPEG quality of sheets: models are trained on tiles of this quality. */
const sheetQuality = 92;
/** Of previews: people and the overlap check look at what is large in them. */
const previewQuality = 80;

/** The record of one photo: its sheet is stored, or the reason why there is none. One full decode. */
export async function tilePhoto(platform: Platform, run: Run, photo: PhotoLine): Promise<PhotoRecord> {
  const base = identityOf(run, photo);
  const meter: DecodeMeter = { decodes: 0 };
  try {
    const bytes = await readPhoto(platform, photo);
    const outcome = await makeSheet(platform, { run, photo, bytes, meter });
    release(bytes);
    return { ...base, ...outcome, decodes: meter.decodes };
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    return { ...base, outcome: 'quarantined', reason, flags: [], decodes: meter.decodes };
  }
}

/** The record of a photo that ended the program which read it, more than once. */
export function crashedOn(run: Run, photo: PhotoLine): PhotoRecord {
  const reason: Reason = {
    code: 'photo.crashes-reader',
    message:
      'The program that reads photos ended each time it came to this one. Copy it from the card again, or leave it out.',
  };
  return { ...identityOf(run, photo), outcome: 'quarantined', reason, flags: [], decodes: 0 };
}

function identityOf(run: Run, { photoId, name }: PhotoLine) {
  return { flightId: run.flightId, photoId, spec: sheetSpecName(run.sheet), name };
}

/** Why this photo can never be tiled, however often one tries; undefined for what may pass. */
function reasonOf(error: unknown): Reason | undefined {
  if (error instanceof UnreadablePhoto) return error.reason;
  // In metres one photo may be too fine alone: it looked at the horizon, where a pixel shows metres of ground.
  if (error instanceof UmbelError && error.code === 'tiling.too-fine')
    return { code: error.code, message: error.message };
  return undefined;
}

async function readPhoto(platform: Platform, photo: PhotoLine): Promise<Uint8Array> {
  const bytes = await platform.objects
    .get({ bucket: requireEnvironment('uploadsBucket'), key: photo.key })
    .catch((error: unknown) => {
      if (!isObjectNotFound(error)) throw error;
      throw new UnreadablePhoto({
        code: 'photo.missing',
        message: 'The photo was deleted while the flight was worked on.',
      });
    });
  const reason = reasonAgainst(bytes) ?? reasonOfDigest(bytes, photo);
  if (reason !== undefined) throw new UnreadablePhoto(reason);
  return bytes;
}

function reasonOfDigest(bytes: Uint8Array, { sha256 }: PhotoLine): Reason | undefined {
  if (sha256 === undefined || createHash('sha256').update(bytes).digest('hex') === sha256) return undefined;
  return {
    code: 'photo.changed',
    message: 'The content is not what flight.json says: copied badly, or edited since.',
  };
}

interface PhotoWork {
  readonly run: Run;
  readonly photo: PhotoLine;
  readonly bytes: Uint8Array;
  readonly meter: DecodeMeter;
}

const sheets = bufferPool(2);

async function encodeSheet(layout: SheetLayout, scaled: Uint8Array): Promise<Uint8Array> {
  const pixels = sheets.take(layout.widthPx * layout.heightPx * 3);
  try {
    composeSheet(layout, scaled, pixels);
    // Optimised Huffman tables would save 15 % of the bytes for three times the time.
    return await sharp(pixels, { raw: { width: layout.widthPx, height: layout.heightPx, channels: 3 } })
      .jpeg({ quality: sheetQuality, chromaSubsampling: '4:2:0', optimiseCoding: false })
      .toBuffer();
  } finally {
    sheets.giveBack(pixels);
  }
}

/** The whole photo in small, from pixels that are there already. */
async function encodePreview(
  scaled: Uint8Array,
  { scaledWidthPx: widthPx, scaledHeightPx: heightPx }: SheetLayout,
  photo: { readonly widthPx: number; readonly heightPx: number },
): Promise<Uint8Array> {
  const size = previewSize(photo, { widthPx, heightPx });
  const pixels = shrink({ rgb: scaled, widthPx, heightPx }, size);
  return sharp(pixels, { raw: { width: size.widthPx, height: size.heightPx, channels: 3 } })
    .jpeg({ quality: previewQuality, optimiseCoding: false })
    .toBuffer();
}

type SheetOutcome = Omit<TiledPhotoRecord, 'flightId' | 'photoId' | 'spec' | 'name' | 'decodes'>;

async function makeSheet(platform: Platform, { run, photo, bytes, meter }: PhotoWork): Promise<SheetOutcome> {
  const size = await readHeader(bytes);
  const place = placePhoto(bytes, size, { ...run, terrain: await terrainOf(platform, run) });
  const plan = planTiles(run.sheet.tiling, {
    ...size,
    ...(place.gsdM === undefined ? {} : { gsdM: place.gsdM }),
  });
  const layout = layoutSheet(plan, size, run.sheet.tilePx);
  const { scaledWidthPx, scaledHeightPx } = layout;
  const scaled = await decodePhoto(bytes, meter, (pixels) =>
    pixels.resize(scaledWidthPx, scaledHeightPx, { fit: 'fill' }),
  );
  const jpeg = await encodeSheet(layout, scaled);
  const key = sheetKey(run.flightId, run.sheet, photo.photoId);
  const preview = previewKey(run.flightId, sheetSpecName(run.sheet), photo.photoId);
  const store = (name: string, content: Uint8Array) =>
    platform.objects.put({ bucket: requireEnvironment('workBucket'), key: name }, content, 'image/jpeg');
  await store(key, jpeg);
  await store(preview, await encodePreview(scaled, layout, size));
  const outcome: SheetOutcome = {
    outcome: 'tiled',
    ...size,
    ...place,
    quality: qualityOf(scaled, scaledWidthPx, scaledHeightPx),
    sheetKey: key,
    previewKey: preview,
    tiles: plan.cols * plan.rows,
  };
  release(scaled);
  return outcome;
}
