import sharp, { type Metadata, type Sharp } from 'sharp';
import { reasonOfScans } from '#core/photo/scans.ts';
import { maxPhotoPixels } from '#core/photo/sniff.ts';
import type { Reason } from '#core/photo/record.ts';

// One photo is one job: libvips' own threads and cache would only fight with the photos beside it.
sharp.concurrency(1);
sharp.cache(false);

/** A photo that can never be read, however often one tries. */
export class UnreadablePhoto extends Error {
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reason.message);
    this.name = reason.code;
    this.reason = reason;
  }
}

/** Counts full decodes: the promise is one per photo, review tiles aside. */
export interface DecodeMeter {
  decodes: number;
}

/** A decoder for a photo's bytes. The pixels keep the orientation in which the sensor wrote them. */
function openPhoto(bytes: Uint8Array): Sharp {
  return sharp(bytes, { limitInputPixels: maxPhotoPixels, failOn: 'warning', sequentialRead: true });
}

/** Size and colour of a photo from its header. @throws UnreadablePhoto */
export async function readHeader(bytes: Uint8Array): Promise<{ widthPx: number; heightPx: number }> {
  const header = await openPhoto(bytes).metadata().catch(refuse);
  const size = { widthPx: header.width, heightPx: header.height };
  const reason = reasonOfColour(header) ?? reasonOfSize(header) ?? reasonOfScans(bytes, size);
  if (reason !== undefined) throw new UnreadablePhoto(reason);
  return size;
}

/**
 * RGB bytes of a photo after `shape` (a resize, an extract), in one decode. Nothing else decodes photos, so the meter
 * misses none.
 * @throws UnreadablePhoto
 */
export function decodePhoto(
  bytes: Uint8Array,
  meter: DecodeMeter,
  shape: (photo: Sharp) => Sharp,
): Promise<Buffer> {
  meter.decodes++;
  return shape(openPhoto(bytes)).removeAlpha().toColourspace('srgb').raw().toBuffer().catch(refuse);
}

function reasonOfColour(header: Metadata): Reason | undefined {
  if (header.space === 'cmyk') {
    return {
      code: 'photo.cmyk',
      message: 'The photo is in print colours (CMYK): no drone writes that. Use the original.',
    };
  }
  if (header.channels === 1 || header.space === 'b-w') {
    return {
      code: 'photo.greyscale',
      message: 'The photo has no colour; the model needs it. Thermal photos cannot be used.',
    };
  }
  return undefined;
}

function reasonOfSize(header: Metadata): Reason | undefined {
  if (header.width >= 64 && header.height >= 64) return undefined;
  return {
    code: 'photo.too-small',
    message: `The photo is ${header.width} x ${header.height} pixels; that is a thumbnail.`,
  };
}

function refuse(error: unknown): never {
  throw new UnreadablePhoto(reasonOfMessage(error instanceof Error ? error.message : String(error)));
}

function reasonOfMessage(message: string): Reason {
  if (/pixel limit/i.test(message)) {
    return {
      code: 'photo.too-many-pixels',
      message: `The photo has more than ${maxPhotoPixels / 1e6} million pixels.`,
    };
  }
  if (/premature end/i.test(message)) {
    return {
      code: 'photo.truncated',
      message: 'The file ends before the picture does. Copy it from the card again.',
    };
  }
  return { code: 'photo.unreadable', message: `The picture cannot be decoded: ${message.split('\n')[0]}` };
}
