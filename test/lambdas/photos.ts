import { createHash } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import type { PhotoLine } from '#core/flight/run.ts';
import { createRandom } from '#core/simulate/random.ts';
import { djiXmp, gpsTags, photoBytes } from '../core/photo/photo-bytes.ts';

export const widthPx = 320;
export const heightPx = 240;

/** Pixels of a greenish picture with detail everywhere, another one for each seed. */
export function pixelsOf(seed: number): Uint8Array {
  const random = createRandom(seed);
  const blocks = Array.from({ length: 40 * 30 }, () => 40 + random.next() * 150);
  return Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % widthPx, Math.floor(i / 3 / widthPx)];
    return blocks[(y >> 3) * 40 + (x >> 3)]! + (i % 3 === 1 ? 20 : 0);
  });
}

const raw = { raw: { width: widthPx, height: heightPx, channels: 3 } } as const;

/** A picture to be encoded. */
export function picture(seed: number): Sharp {
  return sharp(pixelsOf(seed), raw);
}

export interface PlacedPhoto {
  readonly seed: number;
  readonly lat?: number;
  readonly lon?: number;
  readonly pitchDeg?: number;
}

/** A JPEG that says where it was taken: 40 m above the ground, looking down. */
export async function placedPhoto({
  seed,
  lat = 56.1,
  lon = 9.5,
  pitchDeg = -90,
}: PlacedPhoto): Promise<Buffer> {
  const jpeg = await picture(seed).jpeg({ quality: 95 }).toBuffer();
  const tags = photoBytes({
    image: { Make: 'DJI', Model: 'FC6310', Software: 'v01.08.1719' },
    exif: { DateTimeOriginal: '2024:06:23 16:32:43', FocalLengthIn35mmFilm: { short: 24 } },
    gps: gpsTags(lat, lon),
    xmp: djiXmp({
      RelativeAltitude: '+40.00',
      GimbalYawDegree: '+0.00',
      GimbalPitchDegree: pitchDeg.toFixed(2),
      GimbalRollDegree: '+0.00',
      FlightYawDegree: '+0.00',
    }),
  });
  // Tags stand between the start of the picture and its size.
  const size = tags.findIndex((byte, i) => byte === 0xff && tags[i + 1] === 0xc0);
  return Buffer.concat([tags.subarray(0, size), jpeg.subarray(2)]);
}

/** The JPEG with another size in its header, its data as before. */
export function withSize(jpeg: Buffer, width: number, height: number): Buffer {
  const changed = Buffer.from(jpeg);
  const frame = changed.findIndex((byte, i) => byte === 0xff && changed[i + 1] === 0xc0);
  changed.writeUInt16BE(height, frame + 5);
  changed.writeUInt16BE(width, frame + 7);
  return changed;
}

/** A photo as photos.jsonl lists it. */
export function lineOf(flightId: string, name: string, bytes: Uint8Array, audit = false): PhotoLine {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return {
    photoId: sha256.slice(0, 20),
    name,
    key: `flights/${flightId}/${name}`,
    sizeBytes: bytes.length,
    sha256,
    audit,
  };
}
