import { describe, expect, it } from 'vitest';
import { assessDrift, type DriftReference } from '#core/drift/assess.ts';
import { simulateFlight, type World } from './simulated-flights.ts';

/** As a package has it: tiles of many flights that the model was accepted on. */
const lessons = Array.from({ length: 20 }, (_, i) => simulateFlight(9000 + i).figures);
const reference: DriftReference = {
  histogram: lessons[0]!.histogram.map((_, bin) =>
    lessons.reduce((sum, { histogram }) => sum + histogram[bin]!, 0),
  ),
  tiles: lessons.reduce((sum, { tiles }) => sum + tiles, 0),
};
const earlier = Array.from({ length: 8 }, (_, i) => simulateFlight(500 + i).figures);
const assess = (seed: number, change: Partial<World> = {}) =>
  assessDrift(simulateFlight(seed, change).figures, reference, earlier);

describe('drift', () => {
  it('raises at most one false alarm in 100 unchanged flights', () => {
    const levels = Array.from({ length: 100 }, (_, seed) => assess(seed).level);
    expect(levels.filter((level) => level === 'alarm').length).toBeLessThanOrEqual(1);
    expect(levels.filter((level) => level === 'steady').length).toBeGreaterThan(90);
  });

  it.each([
    ['a new camera colour', { emptyShift: 2, plantShift: -1, brightness: 0.85 }, 'new-pictures'],
    ['a missing season', { plantShift: -3, emptyShift: 1.5, surveyDate: '2026-10-20' }, 'new-pictures'],
    ['a model with shuffled weights', { shuffled: true }, 'model-or-look-alikes'],
  ] as const)('%s raises the alarm within one flight, with its cause', (_, change, cause) => {
    for (let seed = 200; seed < 220; seed++) {
      const { level, cause: found, says } = assess(seed, change);
      expect(level).toBe('alarm');
      expect(found).toBe(cause);
      expect(says).toContain('not those of the model');
    }
  });

  it('takes many more plants, or none, for news, not for drift', () => {
    for (const prevalence of [0.2, 0.12]) {
      const more = assess(300, { prevalence });
      expect(more.level).not.toBe('alarm');
      expect(more.prevalence).toBeGreaterThan(0.6 * prevalence);
      expect(more.cause).toBe('new-plants');
    }
    expect(assess(301, { prevalence: 0 }).level).not.toBe('alarm');
  });

  it('says that it cannot compare without a reference, or with too few tiles', () => {
    expect(assessDrift(simulateFlight(1).figures, undefined, earlier)).toMatchObject({
      level: 'not-compared',
      cause: 'none',
    });
    const few = simulateFlight(1, {}, 2, 50).figures;
    expect(assessDrift(few, reference, earlier).says).toBe('Too few tiles to compare.');
  });

  it('does not blame pictures or model while there are few earlier flights', () => {
    const drifted = simulateFlight(5, { shuffled: true }).figures;
    expect(assessDrift(drifted, reference, earlier.slice(0, 2)).says).toContain('too few earlier flights');
  });

  it('tells bands and the share of unsure tiles beside what was usual', () => {
    const steady = assess(7);
    expect(steady.referenceUnsureShare).toBeGreaterThan(0.5 * steady.unsureShare);
    expect(steady.referenceUnsureShare).toBeLessThan(2 * steady.unsureShare);
  });
});
