import { array, assert, double, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkPose,
  checkScores,
  checkTiling,
  distributionDistance,
  isDoubtful,
} from '#core/flight/checks.ts';

const bins = array(double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 }).filter(
  (values) => values.some((value) => value > 1e-3),
);

describe('the distance of two distributions', () => {
  it('is 0 for the same, whatever their totals, symmetric and at most 1', () => {
    assert(
      property(bins, bins, (a, b) => {
        expect(
          distributionDistance(
            a,
            a.map((value) => value * 1000),
          ),
        ).toBeLessThan(1e-6);
        expect(distributionDistance(a, b)).toBeCloseTo(distributionDistance(b, a), 12);
        expect(distributionDistance(a, b)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('is 1 where they have nothing in common, and between for a part', () => {
    expect(distributionDistance([1, 0, 0], [0, 1, 1])).toBe(1);
    // By hand: the divergence of (1, 0) and (1/2, 1/2) is 0.3113 bit.
    expect(distributionDistance([1, 0], [1, 1])).toBeCloseTo(Math.sqrt(0.311278), 5);
  });
});

describe('the check of the tiling', () => {
  it.each([
    [{ photos: 10, unusable: 2, miscounted: 0 }, 'passed'],
    [{ photos: 10, unusable: 3, miscounted: 0 }, 'failed'],
    [{ photos: 10, unusable: 0, miscounted: 1 }, 'failed'],
    [{ photos: 0, unusable: 0, miscounted: 0 }, 'not-checked'],
  ])('of %j is %s', (figures, outcome) => {
    expect(checkTiling(figures)).toMatchObject({ stage: 'tiling', outcome, figures });
  });
});

describe('the check of the poses', () => {
  const good = { photos: 10, unplaced: 0, doubtful: 0, flags: new Map<string, number>(), apartM: 1.2 };

  it.each<[string, Partial<typeof good> | { apartM: undefined }, string, string]>([
    ['good', {}, 'passed', 'neighbours agree within 1.2 m'],
    ['nothing compared', { apartM: undefined }, 'passed', '10 of 10 photos have a place'],
    ['few unplaced', { unplaced: 2 }, 'passed', '8 of 10'],
    ['many unplaced', { unplaced: 3 }, 'failed', '3 of 10 photos have no place'],
    [
      'many doubtful',
      {
        doubtful: 4,
        flags: new Map([
          ['height.too-low', 1],
          ['photo.maybe-turned', 3],
          ['clock.unset', 9],
        ]),
      },
      'failed',
      'Most often: The photo was saved by a picture viewer',
    ],
    ['far apart', { apartM: 7 }, 'failed', '7.0 m apart'],
    ['no photos', { photos: 0 }, 'not-checked', 'No photo was tiled'],
  ])('of %s photos says so', (_, change, outcome, message) => {
    const check = checkPose({ ...good, ...change });
    expect(check).toMatchObject({ stage: 'pose', outcome });
    expect(check.message).toContain(message);
  });

  it('counts a photo as doubtful for what moves its place, not for what does not', () => {
    expect(isDoubtful(['clock.unset', 'photo.maybe-turned'])).toBe(true);
    expect(isDoubtful(['clock.unset', 'photo.turned', 'pose.aligned'])).toBe(false);
  });
});

describe('the check of the confidences', () => {
  const reference = [0.9, ...Array.from({ length: 18 }, () => 0.002), 0.064];
  const like = reference.map((share) => Math.round(share * 1000));

  it('passes what looks like the reference, also with more hogweed', () => {
    expect(checkScores({ histogram: like, reference, unscored: 0 })).toMatchObject({ outcome: 'passed' });
    const more = [...like.slice(0, 19), like[19]! * 4];
    expect(checkScores({ histogram: more, reference, unscored: 0 })).toMatchObject({ outcome: 'passed' });
  });

  it('fails what looks like nothing that the model ever said, with the figure', () => {
    const check = checkScores({ histogram: Array.from({ length: 20 }, () => 50), reference, unscored: 0 });
    expect(check.outcome).toBe('failed');
    expect(check.figures['distance']).toBeGreaterThan(0.5);
    expect(check.message).toContain('at most 0.3 is expected');
  });

  it('fails where photos were not scored, and says what it could not check', () => {
    expect(checkScores({ histogram: like, reference, unscored: 1 })).toMatchObject({ outcome: 'failed' });
    expect(checkScores({ histogram: like, reference: undefined, unscored: 0 })).toMatchObject({
      outcome: 'not-checked',
      message: expect.stringContaining('no reference'),
    });
    const few = like.map((count) => Math.floor(count / 10));
    expect(checkScores({ histogram: few, reference, unscored: 0 })).toMatchObject({ outcome: 'not-checked' });
  });
});
