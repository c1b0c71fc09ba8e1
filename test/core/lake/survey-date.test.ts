import { describe, expect, it } from 'vitest';
import { dateOfDay, dayNumber, monthOf, surveyDateOf } from '#core/lake/survey-date.ts';

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

  it('is the middle day of the photos: one old photo left on the card does not move it', () => {
    const photos = ['2025-01-01T00:00:00', '2026-07-14T10:00:00', '2026-07-14T10:00:05Z'];
    expect(dateOf(undefined, ...photos)).toEqual({ date: '2026-07-14', source: 'photos' });
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
