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

/** Flights of 6 to 20 photos: each size in turn, tiles of 2.5 m. */
const photosOf = (seed: number) => 6 + (seed % 15);
const small = (seed: number, change: Partial<World> = {}) =>
  simulateFlight(seed, change, photosOf(seed), 400).figures;
const earlierSmall = Array.from({ length: 8 }, (_, i) => small(500 + i));

const changes = [
  ['a new camera colour', { emptyShift: 2, plantShift: -1, brightness: 0.85 }, 'new-pictures'],
  ['a missing season', { plantShift: -3, emptyShift: 1.5, surveyDate: '2026-10-20' }, 'new-pictures'],
  ['a model with shuffled weights', { shuffled: true }, 'model-or-look-alikes'],
] as const;

describe('drift', () => {
  it('raises at most one false alarm in 100 unchanged flights', () => {
    const levels = Array.from({ length: 100 }, (_, seed) => assess(seed).level);
    expect(levels.filter((level) => level === 'alarm').length).toBeLessThanOrEqual(1);
    expect(levels.filter((level) => level === 'steady').length).toBeGreaterThan(90);
  });

  it.each(changes)('%s raises the alarm within one flight, with its cause', (_, change, cause) => {
    for (let seed = 200; seed < 220; seed++) {
      const { level, cause: found, says } = assess(seed, change);
      expect(level).toBe('alarm');
      expect(found).toBe(cause);
      expect(says).toContain('not those of the model');
    }
  });

  it('takes many more plants, or none, for news, not for drift', () => {
    for (const prevalence of [0.3, 0.2]) {
      const { figures, photos } = simulateFlight(300, { prevalence });
      const truth = photos.flatMap(({ hogweed }) => hogweed).filter(Boolean).length / figures.tiles;
      const more = assessDrift(figures, reference, earlier);
      expect(more.level).not.toBe('alarm');
      expect(more.prevalence / truth).toBeGreaterThan(0.8);
      expect(more.prevalence / truth).toBeLessThan(1.25);
      expect(more.cause).toBe('new-plants');
    }
    expect(assess(301, { prevalence: 0 }).level).not.toBe('alarm');
  });

  it('says that it cannot compare without a reference', () => {
    expect(assessDrift(simulateFlight(1).figures, undefined, earlier)).toMatchObject({
      level: 'not-compared',
      cause: 'none',
    });
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

describe('drift of flights of 6 to 20 photos, whose photos show the same ground', () => {
  it.each([
    ['alone', []],
    ['beside earlier flights', earlierSmall],
  ] as const)('raises at most one false alarm in 100 unchanged flights, %s', (_, before) => {
    const levels = Array.from(
      { length: 100 },
      (__, seed) => assessDrift(small(seed), reference, before).level,
    );
    expect(levels.filter((level) => level === 'alarm').length).toBeLessThanOrEqual(1);
    expect(levels.filter((level) => level === 'steady').length).toBeGreaterThan(80);
  });

  it.each(changes)('%s raises the alarm within one flight, with its cause', (_, change, cause) => {
    for (let seed = 200; seed < 230; seed++) {
      const { level, cause: found } = assessDrift(small(seed, change), reference, earlierSmall);
      expect([photosOf(seed), level, found]).toEqual([photosOf(seed), 'alarm', cause]);
    }
  });

  it('says neither alarm nor all well over fewer, whatever they show', () => {
    for (const change of [{}, { shuffled: true }])
      for (let seed = 0; seed < 20; seed++) {
        const judged = assessDrift(simulateFlight(seed, change, 1, 400).figures, reference, earlierSmall);
        expect(judged.level).toBe('too-few');
        expect(judged.says).toContain('Too few photos to judge: they show 4 pieces of ground');
        expect(judged.says).toContain('no alarm, and no word that all is well');
      }
  });

  it('says so too where places differ so much that only an enormous change could be told from chance', () => {
    const judged = Array.from({ length: 60 }, (_, seed) =>
      assessDrift(simulateFlight(seed, {}, 12 + (seed % 9), 81).figures, reference, []),
    );
    const blurred = judged.filter(
      ({ groundCells, all: { bounds } }) => groundCells >= 6 && (bounds?.alarm ?? 0) > 0.1,
    );
    expect(blurred.length).toBeGreaterThan(0);
    for (const { level, says } of blurred) {
      expect(level).toBe('too-few');
      expect(says).toMatch(/even a PSI of \d\.\d\d could be chance/);
    }
  });

  it('does not take overlapping photos for new ground: ten views of it move no bound', () => {
    const once = small(4);
    const tenTimes: typeof once = {
      ...once,
      tiles: 10 * once.tiles,
      photos: 10 * once.photos,
      histogram: once.histogram.map((count) => 10 * count),
      cells: { count: once.cells!.count, products: once.cells!.products.map((product) => 100 * product) },
    };
    const [few, many] = [once, tenTimes].map((figures) => assessDrift(figures, reference, []));
    // Ten times would be independent photos; what flights usually are counts as four pieces of ground, which are not told.
    expect(many!.all.effectiveTiles / few!.all.effectiveTiles).toBeLessThan(2.5);
  });

  it('judges figures of before pieces of ground were counted by what is usual', () => {
    const { cells: _cells, ...before } = small(5);
    const judged = assessDrift(before, reference, []);
    expect(judged.groundCells).toBe(Math.ceil(before.photos / 5));
    expect(judged.level).toBe('too-few');
    const { cells: __, ...large } = simulateFlight(5).figures;
    expect(assessDrift(large, reference, []).level).toBe('steady');
    const drifted = simulateFlight(5, { shuffled: true }).figures;
    expect(assessDrift({ ...drifted, shareVariance: [] }, reference, []).level).toBe('alarm');
  });
});
