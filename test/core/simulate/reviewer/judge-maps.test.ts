import { describe, expect, it } from 'vitest';
import { judgeMaps } from '#core/simulate/reviewer/judge-maps.ts';
import type { TruePlant } from '#core/simulate/reviewer/truth-file.ts';
import { sampleSighting } from '../../export/sample-sightings.ts';

/** Places 20 m apart: each in a cell of its own. */
const place = (i: number) => ({ lat: 56 + i * 0.00018, lon: 12 });
const plants = Array.from({ length: 30 }, (_, i): TruePlant => ({
  ...place(i),
  radiusM: 1,
  seenIn: [{ photo: 'a', u: 1, v: 1, radiusPx: 1, inside: true }],
}));
const sighting = (i: number) => sampleSighting(i + 1, { ...place(i), uncertaintyM: 0.5 });
const at = (...places: number[]) => places.map(sighting);
const all = plants.map((_, i) => i);

describe('two maps judged by the truth', () => {
  it('have precision and recall, and a difference with its doubt', () => {
    // Before: half of the plants and five sightings of nothing; after: all plants but two.
    const before = [...at(...all.slice(0, 15)), ...at(100, 101, 102, 103, 104)];
    const judged = judgeMaps(plants, { before, after: at(...all.slice(2)) });
    expect(judged.plants).toBe(30);
    expect(judged.before).toMatchObject({ sightings: 20, precision: 0.75, recall: 0.5 });
    expect(judged.before.f1).toBeCloseTo(0.6, 9);
    expect(judged.after).toMatchObject({ sightings: 28, precision: 1, recall: 28 / 30 });
    expect(judged.f1.difference).toBeCloseTo(56 / 58 - 0.6, 9);
    expect(judged.f1.interval.low).toBeGreaterThan(0);
    expect(judged.f1.pValue).toBeLessThan(0.01);
  });

  it('that are alike, or differ by chance, are not told apart', () => {
    const same = judgeMaps(plants, { before: at(...all), after: at(...all) });
    expect(same.f1).toMatchObject({ difference: 0, pValue: 1 });
    const one = judgeMaps(plants, { before: at(...all.slice(0, 14)), after: at(...all.slice(0, 15)) });
    expect(one.f1.pValue).toBeGreaterThan(0.05);
  });

  it('leave out what people rejected, and plants that no photo shows', () => {
    const rejected = { ...sighting(100), review: 'rejected' as const };
    const hidden = { ...plants[0]!, seenIn: [] };
    const judged = judgeMaps([hidden, plants[1]!], { before: [rejected, sighting(1)], after: [] });
    expect(judged.plants).toBe(1);
    expect(judged.before).toMatchObject({ sightings: 1, precision: 1, recall: 1 });
    expect(judged.after).toMatchObject({ sightings: 0, precision: 0, recall: 0, f1: 0 });
  });
});
