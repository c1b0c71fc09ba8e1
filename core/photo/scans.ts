import type { Reason } from './record.ts';

/** Most passes over the picture in one file. Encoders for the web write 10 to 20, drones one. */
const maxScans = 64;
/** Most pixels of a photo in passes: a decoder holds 3 to 6 bytes of each until the last pass is read. */
const maxPixelsInPasses = 100_000_000;

const marker = { startOfScan: 0xda, endOfImage: 0xd9 } as const;

/**
 * Why a JPEG would cost a decoder far more than its pixels; undefined where it does not. A few kilobytes can ask for
 * thousands of passes over the picture, and each of them takes as long as a decode.
 * Source: ITU-T T.81, annex G; "Two Issues with the JPEG Standard" (libjpeg-turbo, 2015).
 */
export function reasonOfScans(
  bytes: Uint8Array,
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): Reason | undefined {
  const scans = countScans(bytes);
  if (scans > maxScans) {
    return {
      code: 'photo.too-many-scans',
      message: `The picture is stored in more than ${maxScans} passes; no camera writes that. Use the original.`,
    };
  }
  if (scans > 1 && widthPx * heightPx > maxPixelsInPasses) {
    return {
      code: 'photo.too-many-pixels',
      message: `The photo has more than ${maxPixelsInPasses / 1e6} million pixels in several passes (progressive).`,
    };
  }
  return undefined;
}

/**
 * Scans of the picture, up to one more than may be. What stands in a segment with a length (a preview, a comment) is passed
 * over; so is all that follows the end of the picture, where some cameras add further ones.
 */
function countScans(bytes: Uint8Array): number {
  let scans = 0;
  for (let at = 0; scans <= maxScans;) {
    at = bytes.indexOf(0xff, at);
    const code = at === -1 ? marker.endOfImage : bytes[at + 1];
    if (code === marker.endOfImage || code === undefined) return scans;
    if (code === marker.startOfScan) scans++;
    // In picture data 0xFF stands before 0; fill bytes, restarts and the start of the image have no length.
    const isBare = code === 0 || code === 0x01 || (code >= 0xd0 && code <= 0xd8);
    if (code === 0xff) at += 1;
    else at += isBare ? 2 : 2 + Math.max(2, ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
  }
  return scans;
}
