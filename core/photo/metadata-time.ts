import { numberOf, textOf } from './metadata-values.ts';

export interface CaptureTime {
  /** ISO 8601 with sub-seconds and, where known, the zone; absent when nobody knows the time. */
  readonly capturedAt?: string;
  /** What the camera's clock said, right or wrong: good for the order of photos. */
  readonly cameraClock?: string;
}

type Tags = ReadonlyMap<string, unknown>;

/** DJI aircraft that never had a satellite fix or a phone start counting here. */
const unsetDate = '2014-01-01';
/** Before the first drones that this is made for: 1970, 1980 and 2000 are other makers' first days. */
const earliestYear = 2005;

/**
 * When the photo was taken. The zone comes, in this order, from the exposure time in UTC that newer drones write,
 * from EXIF's offset tag, or from the difference to the GPS clock, rounded to a quarter of an hour.
 * A clock that was never set gives way to the GPS clock; without one there is no time.
 */
export function captureTime(exif: Tags, xmp: Tags): CaptureTime {
  const clock = exifDate(textOf(exif.get('DateTimeOriginal')) ?? textOf(exif.get('DateTime')));
  const cameraClock = clock === undefined || clock.includes('.') ? clock : `${clock}${subSeconds(exif)}`;
  const exposure = exifDate(textOf(xmp.get('UTCAtExposure')));
  const capturedAt = isSet(exposure) ? `${exposure}Z` : zonedTime(clock, cameraClock, exif);
  return {
    ...(capturedAt === undefined ? {} : { capturedAt }),
    ...((cameraClock ?? exposure) === undefined ? {} : { cameraClock: cameraClock ?? exposure ?? '' }),
  };
}

function zonedTime(
  clock: string | undefined,
  cameraClock: string | undefined,
  exif: Tags,
): string | undefined {
  const gpsMs = gpsTimeMs(exif);
  if (clock !== undefined && isSet(clock))
    return `${cameraClock}${offsetTag(exif) ?? offsetFromGps(clock, gpsMs) ?? ''}`;
  return gpsMs === undefined ? undefined : new Date(gpsMs).toISOString();
}

const datePattern = /^(\d{4})[:-](\d{2})[:-](\d{2})[ T](\d{2}):(\d{2}):(\d{2})(\.\d{1,9})?/;

/** `2016:06:23 16:32:43` as `2016-06-23T16:32:43`; undefined for anything that is no date. */
function exifDate(text: string | undefined): string | undefined {
  const parts = text === undefined ? null : datePattern.exec(text);
  if (parts === null) return undefined;
  const iso = `${parts[1]}-${parts[2]}-${parts[3]}T${parts[4]}:${parts[5]}:${parts[6]}${parts[7] ?? ''}`;
  const at = Date.parse(`${iso}Z`);
  // Date.parse turns the 30th of February into March: a date that does not come back is none.
  return Number.isFinite(at) && new Date(at).toISOString().slice(0, 10) === iso.slice(0, 10)
    ? iso
    : undefined;
}

function isSet(iso: string | undefined): iso is string {
  return iso !== undefined && Number(iso.slice(0, 4)) >= earliestYear && !iso.startsWith(unsetDate);
}

function subSeconds(exif: Tags): string {
  const text = textOf(exif.get('SubSecTimeOriginal')) ?? textOf(exif.get('SubSecTime'));
  return text !== undefined && /^\d{1,9}$/.test(text) ? `.${text}` : '';
}

function offsetTag(exif: Tags): string | undefined {
  const text = textOf(exif.get('OffsetTimeOriginal')) ?? textOf(exif.get('OffsetTime'));
  if (text === 'Z') return 'Z';
  return text !== undefined && /^[+-](?:0\d|1[0-4]):[0-5]\d$/.test(text) ? text : undefined;
}

/** UTC of the satellites, milliseconds since 1970. */
function gpsTimeMs(exif: Tags): number | undefined {
  const date = textOf(exif.get('GPSDateStamp'))?.replaceAll(':', '-');
  const stamp: unknown = exif.get('GPSTimeStamp');
  if (date === undefined || !isSet(exifDate(`${date} 00:00:00`)) || !Array.isArray(stamp)) return undefined;
  const [hours, minutes, seconds] = stamp.map(numberOf);
  if (hours === undefined || minutes === undefined || seconds === undefined) return undefined;
  if (hours < 0 || hours >= 24 || minutes < 0 || minutes >= 60 || seconds < 0 || seconds >= 61)
    return undefined;
  return Date.parse(`${date}T00:00:00Z`) + Math.round(((hours * 60 + minutes) * 60 + seconds) * 1000);
}

function offsetFromGps(clock: string, gpsMs: number | undefined): string | undefined {
  if (gpsMs === undefined) return undefined;
  const quarterMs = 15 * 60 * 1000;
  const differenceMs = Date.parse(`${clock}Z`) - gpsMs;
  const quarters = Math.round(differenceMs / quarterMs);
  // A camera clock that is minutes off tells no zone.
  const restMs = Math.abs(differenceMs - quarters * quarterMs);
  if (Math.abs(quarters) > 14 * 4 || restMs > 2 * 60 * 1000) return undefined;
  const minutes = Math.abs(quarters) * 15;
  return `${quarters < 0 ? '-' : '+'}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
