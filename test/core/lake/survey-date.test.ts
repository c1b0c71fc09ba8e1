import { describe, expect, it } from 'vitest';
import {
  dateOfDay,
  dayNumber,
  monthOf,
  spanOfPhotos,
  surveyDateOf,
  surveyTimeOf,
} from '#core/lake/survey-date.ts';

const startedAt = '2026-07-15T08:00:00Z';
const dateOf = (manifestAt: string | undefined, ...photosAt: string[]) =>
  surveyDateOf({ manifestAt, photosAt, startedAt });

describe('survey date', () => {
  it('is what flight.json says, before the photos', () => {
    expect(dateOf('2026-07-01T10:00:00', '2026-07-02T10:00:00')).toEqual({
      date: '2026-07-01',
      source: 'manifest',
    });
  });

  it('is the day of most photos: old photos left on the card do not move it', () => {
    const photos = ['2025-01-01T00:00:00', '2026-07-14T10:00:00', '2026-07-14T10:00:05Z'];
    expect(dateOf(undefined, ...photos)).toEqual({ date: '2026-07-14', source: 'photos' });
    expect(surveyTimeOf({ photosAt: photos, startedAt })).toBe('2026-07-14T10:00:00');
    // The middle one of these was taken on the 9th, most on the 14th.
    const mixed = [
      '2026-07-14T09:00',
      '2026-07-01T09:00',
      '2026-07-08T09:00',
      '2026-07-09T09:00',
      '2026-07-14T08:00',
    ];
    expect(dateOf(undefined, ...mixed).date).toBe('2026-07-14');
    expect(surveyTimeOf({ photosAt: mixed, startedAt })).toBe('2026-07-14T08:00');
  });

  it('is the earlier of two days with as many photos, in whatever order they come', () => {
    const photos = ['2026-07-14T10:00', '2026-07-13T10:00', '2026-07-14T11:00', '2026-07-13T09:00'];
    expect(dateOf(undefined, ...photos).date).toBe('2026-07-13');
    expect(dateOf(undefined, ...photos.toReversed()).date).toBe('2026-07-13');
  });

  it('stands beside the span of the photos, where that is more than a day', () => {
    expect(spanOfPhotos(['2026-07-14T10:00:00', '2009-09-02T10:00:00', '2026-07-14T11:00:00'])).toEqual({
      first: '2009-09-02T10:00:00',
      last: '2026-07-14T11:00:00',
    });
    expect(spanOfPhotos(['2026-07-14T23:50:00', '2026-07-15T00:10:00'])).toBeUndefined();
    expect(spanOfPhotos([])).toBeUndefined();
  });

  it('believes no clock in the future and none that was never set', () => {
    expect(dateOf('2031-01-01', '2029-05-05T00:00:00', '1980-01-01T00:00:00')).toEqual({
      date: '2026-07-15',
      source: 'run',
    });
    expect(dateOf('2031-01-01', '2026-07-16T06:00:00+14:00')).toEqual({
      date: '2026-07-16',
      source: 'photos',
    });
    expect(dateOf(undefined)).toEqual({ date: '2026-07-15', source: 'run' });
  });

  it('counts days as Parquet does', () => {
    expect(dayNumber('1970-01-02')).toBe(1);
    expect(dateOfDay(dayNumber('2024-02-29'))).toBe('2024-02-29');
    expect(monthOf('2026-07-14')).toBe('2026-07');
  });
});
