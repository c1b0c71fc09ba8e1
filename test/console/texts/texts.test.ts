import { describe, expect, it } from 'vitest';
import { foreignIn } from '../../../console/e2e/plain-words.ts';
import { danish } from '../../../console/src/texts/da/da.ts';
import { english } from '../../../console/src/texts/en/en.ts';
import { formatsFor } from '../../../console/src/texts/formats.ts';

/** Every text with its path; of those made by a function, its result for plain arguments. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function')
    return textsOf(sampleOf(value as (...args: unknown[]) => unknown, path), path);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => textsOf(child, `${path}.${key}`));
}

function sampleOf(make: (...args: unknown[]) => unknown, path: string): unknown {
  const formats = formatsFor('en');
  if (path.endsWith('review.why'))
    return (['UNCERTAIN', 'AUDIT', 'SECOND_OPINION'] as const).map((reason) =>
      make({ reason, confidence: '50 %', leans: 'hogweed', views: 2 }),
    );
  if (path.endsWith('.outcome'))
    return make({ scored: 1, quarantined: 0, prepared: 0, sightings: 2, review: 3 }, formats);
  if (path.endsWith('flightTexts.photos')) return make(3, formats);
  if (path.endsWith('flightTexts.progress')) return make(3, 5, formats);
  return make('3', '5', '7');
}

describe('the texts of the console', () => {
  it.each([
    ['English', english],
    ['Danish', danish],
  ])('speak of flights, photos, sightings and certainty in %s', (_, texts) => {
    const all = textsOf(texts);
    expect(all.length).toBeGreaterThan(250);
    expect(all.filter(([, text]) => foreignIn(text) !== undefined)).toEqual([]);
    expect(all.filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('are translated, but for names', () => {
    const inDanish = new Map(textsOf(danish));
    const same = textsOf(english)
      .filter(([path, text]) => inDanish.get(path) === text && /[a-z]{4}/i.test(text))
      .map(([, text]) => text);
    const names = new Set([
      'Umbel',
      'Start',
      'Administrator',
      'Model',
      'GeoJSON',
      'Darwin Core',
      'GeoPackage',
      'Pilot',
      'Format',
      'Operator',
      'Lupin',
      'Pause',
      'Stop',
      'simuleret',
      'Angelica',
      'Note',
    ]);
    expect(same.filter((text) => !names.has(text))).toEqual([]);
  });
});

describe('numbers and dates', () => {
  it('are written as people of the language write them', () => {
    expect(formatsFor('en').decimal(0.71)).toBe('0.71');
    expect(formatsFor('da').decimal(0.71)).toBe('0,71');
    expect(formatsFor('en').count(12_345)).toBe('12,345');
    expect(formatsFor('da').count(12_345)).toBe('12.345');
    expect(formatsFor('en').percent(0.996)).toBe('99 %');
    expect(formatsFor('en').hectares(4321)).toBe('0.43 ha');
    expect(formatsFor('en').duration(305_000)).toBe('5 min 5 s');
    expect(formatsFor('en').date('not a date')).toBe('not a date');
  });
});
