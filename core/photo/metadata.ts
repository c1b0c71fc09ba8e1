import { DOMParser } from '@xmldom/xmldom';
import ExifReader, { type IncludeTagsOptions } from 'exifreader';
import type { Flag } from '../geo/flags.ts';
import { attitudesOf, type AttitudeTags } from './metadata-attitude.ts';
import { lensOf, type LensTags } from './metadata-lens.ts';
import { positionOf, type PositionTags } from './metadata-position.ts';
import { headerSegments } from './metadata-segments.ts';
import { captureTime, type CaptureTime } from './metadata-time.ts';
import { numberOf, textOf, withoutUndefined } from './metadata-values.ts';

/** What a photo says about itself, as plain data. A field that the photo does not tell, or tells wrongly, is absent. */
export interface PhotoMetadata extends CaptureTime, PositionTags, AttitudeTags, LensTags {
  /** Maker, e.g. `DJI`. */
  readonly make?: string;
  /** The camera's code, e.g. `FC220`. */
  readonly model?: string;
  /** Firmware, or the program that wrote the file last. */
  readonly software?: string;
  /** EXIF orientation 1..8; 1 = as stored. Pixel coordinates always count in the picture as stored. */
  readonly orientation?: number;
  /** Size of the picture as stored, from the JPEG itself. */
  readonly storedWidthPx?: number;
  readonly storedHeightPx?: number;
  /** Size of the picture as the camera wrote it (EXIF PixelXDimension and PixelYDimension). */
  readonly exifWidthPx?: number;
  readonly exifHeightPx?: number;
  /** Everything unusual; sentences: core/geo/flags.ts. */
  readonly flags: readonly Flag[];
}

/** The only EXIF tags that are decoded: maker notes and thumbnails, where the damage and the time are, stay untouched. */
const exifTags = [
  'Make Model Software Orientation PixelXDimension PixelYDimension',
  'DateTime DateTimeOriginal SubSecTime SubSecTimeOriginal OffsetTime OffsetTimeOriginal',
  'FocalLength FocalLengthIn35mmFilm DigitalZoomRatio FocalPlaneXResolution FocalPlaneResolutionUnit',
  'GPSLatitudeRef GPSLatitude GPSLongitudeRef GPSLongitude GPSAltitudeRef GPSAltitude',
  'GPSTimeStamp GPSDateStamp GPSImgDirectionRef GPSImgDirection GPSHPositioningError',
].flatMap((names) => names.split(' '));

// A broken XMP block ends as the flag xmp.corrupt; nothing is printed.
const domParser = new DOMParser({ onError: () => undefined });

/**
 * What the photo in `bytes` says about itself; never throws, whatever the bytes are.
 * Only the header (EXIF and XMP segments before the picture data) is read: under a millisecond for an 8-MB photo.
 * @param bytes the file, or at least its beginning up to the picture data
 */
export function readMetadata(bytes: Uint8Array): PhotoMetadata {
  const flags = new Set<Flag>();
  const segments = headerSegments(bytes);
  const exif = tagsOf(segments.exif, 'exif');
  if (segments.exif === undefined) flags.add('exif.missing');
  else if (exif.size === 0) flags.add('exif.corrupt');
  const xmp = tagsOf(segments.xmp, 'xmp');
  if (segments.xmp !== undefined && xmp.size === 0) flags.add('xmp.corrupt');
  if (segments.xmpTooLong === true) flags.add('xmp.too-long');

  const time = captureTime(exif, xmp);
  if (time.capturedAt === undefined) flags.add('clock.unset');
  const flag = (code: Flag) => void flags.add(code);
  const fields = {
    make: textOf(exif.get('Make')) ?? textOf(xmp.get('Make')),
    model: textOf(exif.get('Model')) ?? textOf(xmp.get('Model')),
    software: textOf(exif.get('Software')) ?? textOf(xmp.get('CreatorTool')),
    orientation: wholeNumber(exif.get('Orientation'), 1, 8),
    storedWidthPx: segments.widthPx,
    storedHeightPx: segments.heightPx,
    exifWidthPx: wholeNumber(exif.get('PixelXDimension'), 1, 200_000),
    exifHeightPx: wholeNumber(exif.get('PixelYDimension'), 1, 200_000),
    ...time,
    ...positionOf(exif, xmp, flag),
    ...attitudesOf(exif, xmp, flag),
    ...lensOf(exif, xmp),
  };
  return withoutUndefined<PhotoMetadata>({ ...fields, flags: [...flags] });
}

function tagsOf(segment: ArrayBuffer | undefined, group: 'exif' | 'xmp'): Map<string, unknown> {
  const tags = new Map<string, unknown>();
  if (segment === undefined) return tags;
  try {
    const includeTags: IncludeTagsOptions = group === 'exif' ? { exif: exifTags } : { xmp: true };
    // oxlint-disable-next-line import/no-named-as-default-member -- Node sees only the default of this CommonJS bundle
    const loaded = ExifReader.load(segment, { expanded: true, includeTags, domParser });
    for (const [name, tag] of Object.entries(loaded[group] ?? {})) {
      const value: unknown =
        typeof tag === 'object' && tag !== null && 'value' in tag ? tag.value : undefined;
      if (value !== undefined) tags.set(name, value);
    }
  } catch {
    // The library throws on blocks that it cannot read; for us that is a photo without this block.
  }
  return tags;
}

function wholeNumber(value: unknown, min: number, max: number): number | undefined {
  const number = numberOf(value);
  return number !== undefined && Number.isInteger(number) && number >= min && number <= max
    ? number
    : undefined;
}
