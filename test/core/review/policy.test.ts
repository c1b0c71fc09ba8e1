import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  auditPhotoCount,
  chooseAuditPhotos,
  chooseReviewTiles,
  defaultReviewPolicy,
  hashUnit,
  type ReviewPolicy,
  reviewPolicySchema,
} from '#core/review/policy.ts';

const ids = (count: number) => Array.from({ length: count }, (_, i) => `photo-${i}`);
const policyWith = (change: Partial<ReviewPolicy>): ReviewPolicy => ({ ...defaultReviewPolicy, ...change });
const run = (review: ReviewPolicy) => ({ runId: 'meadow-1-0123456789ab', review });

const auditOf = (runId: string) => [...chooseAuditPhotos(ids(200), runId, defaultReviewPolicy)].sort();

describe('uncertain tiles', () => {
  it('are those from the lower edge up to, not including, the upper', () => {
    const confidences = [0, 0.1999, 0.2, 0.5, 0.7999, 0.8, 1];
    const chosen = chooseReviewTiles(confidences, { photoId: 'a', audit: false }, run(defaultReviewPolicy));
    expect(chosen).toEqual([2, 3, 4].map((index) => ({ index, reason: 'uncertain' })));
  });

  it('are chosen in audited photos too, under their own name', () => {
    const everything = policyWith({ auditShare: 1, auditPhotoShare: 1 });
    const chosen = chooseReviewTiles([0.1, 0.5, 0.95], { photoId: 'a', audit: true }, run(everything));
    expect(chosen.map(({ reason }) => reason)).toEqual(['audit', 'uncertain', 'audit']);
  });

  it('are none when the range is empty', () => {
    const none = policyWith({ uncertain: { from: 0.5, to: 0.5 } });
    expect(chooseReviewTiles([0.4, 0.5, 0.6], { photoId: 'a', audit: false }, run(none))).toEqual([]);
  });
});

describe('audited photos', () => {
  it.each([
    [0, 0],
    [1, 1],
    [10, 1],
    [11, 2],
    [24, 3],
    [1000, 100],
  ])('of %s photos are %s', (photos, audited) => {
    expect(auditPhotoCount(photos, defaultReviewPolicy)).toBe(audited);
    expect(chooseAuditPhotos(ids(photos), 'run', defaultReviewPolicy).size).toBe(audited);
  });

  it('are none without an audit, and never more than there are photos', () => {
    expect(auditPhotoCount(50, policyWith({ auditShare: 0 }))).toBe(0);
    expect(auditPhotoCount(50, policyWith({ auditPhotoShare: 0 }))).toBe(0);
    expect(auditPhotoCount(50, policyWith({ auditPhotoShare: 1 }))).toBe(50);
  });

  it('do not depend on the order in which photos come', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(ids(60), { minLength: 60 }), (shuffled) => {
        const chosen = chooseAuditPhotos(shuffled, 'run', defaultReviewPolicy);
        expect([...chosen].sort()).toEqual(
          [...chooseAuditPhotos(ids(60), 'run', defaultReviewPolicy)].sort(),
        );
      }),
    );
  });

  it('are others in another run', () => {
    expect(auditOf('run-a')).toEqual(auditOf('run-a'));
    expect(auditOf('run-a')).not.toEqual(auditOf('run-b'));
  });
});

describe('the audit sample', () => {
  it('is the wanted share of the sure tiles: 1 % of 2 million within four standard deviations', () => {
    const photos = ids(2000);
    const confidences = new Float32Array(1000).fill(0.05);
    const audited = chooseAuditPhotos(photos, run(defaultReviewPolicy).runId, defaultReviewPolicy);
    let tiles = 0;
    for (const photoId of audited) {
      const choices = chooseReviewTiles(confidences, { photoId, audit: true }, run(defaultReviewPolicy));
      expect(choices.every(({ reason }) => reason === 'audit')).toBe(true);
      tiles += choices.length;
    }
    // 200 of 2000 photos with 1000 tiles each, of which each is drawn with 10 %.
    const expected = 200 * 1000 * 0.1;
    expect(Math.abs(tiles - expected)).toBeLessThan(4 * Math.sqrt(200 * 1000 * 0.1 * 0.9));
  });

  it('is drawn from audited photos only', () => {
    const sure = new Float32Array(5000).fill(0.01);
    const chosen = chooseReviewTiles(sure, { photoId: 'a', audit: false }, run(defaultReviewPolicy));
    expect(chosen).toEqual([]);
  });

  it('takes every tile of a photo where the photos alone are fewer than the share', () => {
    const greedy = policyWith({ auditShare: 0.5, auditPhotoShare: 0.1 });
    expect(chooseReviewTiles([0, 0, 1], { photoId: 'a', audit: true }, run(greedy))).toHaveLength(3);
  });
});

describe('hashUnit', () => {
  it('is spread evenly over 0..1, for names that differ in one letter too', () => {
    const bins = Array.from({ length: 20 }, () => 0);
    const count = 40_000;
    for (let i = 0; i < count; i++) {
      const value = hashUnit(`meadow-1-0123456789ab/0a1b2c3d4e5f6a7b8c9d/${i}`);
      expect(value >= 0 && value < 1).toBe(true);
      bins[Math.floor(value * 20)]!++;
    }
    // Chi-squared of 19 degrees of freedom exceeds 43.8 once in a thousand.
    const expected = count / 20;
    const chiSquared = bins.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
    expect(chiSquared).toBeLessThan(43.8);
  });

  it('never changes: the audit of a run is the same in every version', () => {
    expect(hashUnit('')).toBe(0.6689221884589642);
    expect(hashUnit('run/photo/1')).not.toBe(hashUnit('run/photo/2'));
  });
});

describe('a policy', () => {
  it.each([
    { ...defaultReviewPolicy, auditShare: 1.1 },
    { ...defaultReviewPolicy, uncertain: { from: -0.1, to: 0.5 } },
    { ...defaultReviewPolicy, uncertain: { from: 0.8, to: 0.2 } },
    { ...defaultReviewPolicy, more: 1 },
  ])('with a value out of range is refused (%#)', (policy) => {
    expect(reviewPolicySchema.safeParse(policy).success).toBe(false);
  });
});
