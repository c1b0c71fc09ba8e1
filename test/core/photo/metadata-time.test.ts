import { describe, expect, it } from 'vitest';
import { readMetadata } from '#core/photo/metadata.ts';
import { djiXmp, gpsTags, photoBytes, type ExifValue } from './photo-bytes.ts';

const timeOf = (
  exif: Record<string, ExifValue>,
  more: { gps?: Record<string, ExifValue>; xmp?: string } = {},
) => {
  const { capturedAt, cameraClock, flags } = readMetadata(
    photoBytes({ image: { Make: 'DJI' }, exif, ...more }),
  );
  return { capturedAt, cameraClock, unset: flags.includes('clock.unset') };
};
const clock = { DateTimeOriginal: '2016:06:23 16:32:43' };
const gpsAt = (date: string, hours: number, minutes: number): Record<string, ExifValue> => ({
  ...gpsTags(46, -92),
  GPSDateStamp: date,
  GPSTimeStamp: {
    rationals: [
      [hours, 1],
      [minutes, 1],
      [4375, 100],
    ],
  },
});

describe('when a photo was taken', () => {
  it('as the clock says, without a zone that nobody told', () => {
    expect(timeOf(clock)).toEqual({
      capturedAt: '2016-06-23T16:32:43',
      cameraClock: '2016-06-23T16:32:43',
      unset: false,
    });
  });
  it('with sub-seconds and the zone of the offset tag', () => {
    const exif = { ...clock, SubSecTimeOriginal: '60', OffsetTimeOriginal: '-05:00' };
    expect(timeOf(exif).capturedAt).toBe('2016-06-23T16:32:43.60-05:00');
  });
  it.each([
    ['2016:06:23', 21, 32, '-05:00'],
    ['2016:06:24', 2, 17, '-09:45'],
    ['2016:06:23', 11, 2, '+05:30'],
    ['2016:06:23', 16, 32, '+00:00'],
  ])('with the zone from the GPS clock: %s %d:%d UTC', (date, hours, minutes, zone) => {
    expect(timeOf(clock, { gps: gpsAt(date, hours, minutes) }).capturedAt).toBe(`2016-06-23T16:32:43${zone}`);
  });
  it('without a zone when the camera clock is minutes off', () => {
    expect(timeOf(clock, { gps: gpsAt('2016:06:23', 21, 40) }).capturedAt).toBe('2016-06-23T16:32:43');
  });
  it('in UTC where the drone writes the exposure', () => {
    const xmp = djiXmp({ UTCAtExposure: '2025:05:20 02:12:54.019996' });
    expect(timeOf({ DateTimeOriginal: '2025:05:20 10:12:34' }, { xmp }).capturedAt).toBe(
      '2025-05-20T02:12:54.019996Z',
    );
  });
  it.each([
    '2014:01:01 00:05:33',
    '1980:01:01 00:00:00',
    '1970:01:01 00:00:10',
    '0000:00:00 00:00:00',
    '2016:02:30 10:00:00',
    'yesterday',
  ])('not at all for a clock that shows %s', (text) => {
    const { capturedAt, unset } = timeOf({ DateTimeOriginal: text });
    expect(capturedAt).toBeUndefined();
    expect(unset).toBe(true);
  });
  it('from the GPS clock where the camera clock was not set', () => {
    const { capturedAt, unset } = timeOf(
      { DateTimeOriginal: '2014:01:01 00:05:33' },
      { gps: gpsAt('2016:06:23', 21, 32) },
    );
    expect(capturedAt).toBe('2016-06-23T21:32:43.750Z');
    expect(unset).toBe(false);
  });
  it('keeps the false clock for the order of photos', () => {
    expect(timeOf({ DateTimeOriginal: '2014:01:01 00:05:33' }).cameraClock).toBe('2014-01-01T00:05:33');
  });
});
