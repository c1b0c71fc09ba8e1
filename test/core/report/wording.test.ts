import { describe, expect, it } from 'vitest';
import { countText, dateText, durationText, metresText, percentText, plural } from '#core/report/wording.ts';

describe('wording', () => {
  it('separates thousands', () => {
    expect([0, 999, 1000, 1_234_567].map(countText)).toEqual(['0', '999', '1,000', '1,234,567']);
    expect([plural(1, 'photo'), plural(2, 'photo')]).toEqual(['1 photo', '2 photos']);
  });

  it('never rounds a confidence up', () => {
    expect([0.899_99, 0.9, 0.29, 1].map(percentText)).toEqual(['89 %', '90 %', '29 %', '100 %']);
  });

  it('tells lengths and times as people do', () => {
    expect([0.04, 2.34, 9.96, 1234].map(metresText)).toEqual(['0.0 m', '2.3 m', '10 m', '1,234 m']);
    expect([400, 9960, 59_400, 59_600, 200_000, 7_500_000].map(durationText)).toEqual([
      '0.4 s',
      '10 s',
      '59 s',
      '1 min 0 s',
      '3 min 20 s',
      '2 h 5 min',
    ]);
  });

  it('reads dates with and without zone', () => {
    expect(dateText('2026-07-01T10:05:12.5+02:00')).toBe('1 July 2026, 10:05 (UTC+02:00)');
    expect(dateText('2026-12-31T23:59Z')).toBe('31 December 2026, 23:59 UTC');
    expect(dateText('2026-07-01T10:05:12')).toBe('1 July 2026, 10:05');
    expect(dateText('2026-13-01T10:05:12')).toBe('2026-13-01T10:05:12');
    expect(dateText('last Tuesday')).toBe('last Tuesday');
  });
});
