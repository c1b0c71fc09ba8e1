import { describe, expect, it } from 'vitest';
import { chiSquareQuantile, chiSquareTail } from '#core/drift/chi-square.ts';
import { estimateTotal } from '#core/drift/missed-plants.ts';
import {
  auditPhotoCount,
  chooseAuditPhotos,
  chooseReviewTiles,
  defaultReviewPolicy,
} from '#core/review/policy.ts';
import { simulateFlight } from './simulated-flights.ts';

/** The audit of a simulated flight by the very draws of a run, answered from the truth. */
function audit(seed: number, photos: number, tilesPerPhoto: number, plantShift: number) {
  const flight = simulateFlight(seed, { plantShift }, photos, tilesPerPhoto);
  const runId = `run-${seed}`;
  const ids = flight.photos.map((_, i) => `photo-${i}`);
  const drawnIds = chooseAuditPhotos(ids, runId, defaultReviewPolicy);
  const isMissed = (photo: number, tile: number) =>
    flight.photos[photo]!.hogweed[tile]! &&
    flight.photos[photo]!.confidences[tile]! < defaultReviewPolicy.uncertain.from;
  const drawn = [...ids.keys()]
    .filter((i) => drawnIds.has(ids[i]!))
    .map((i) => {
      const asked = chooseReviewTiles(
        flight.photos[i]!.confidences,
        { photoId: ids[i]!, audit: true },
        { runId, review: defaultReviewPolicy },
      );
      const tiles = asked.filter(({ reason }) => reason === 'audit').map(({ index }) => index);
      return { answered: tiles.length, hits: tiles.filter((tile) => isMissed(i, tile)).length };
    });
  const truth = flight.photos.reduce(
    (sum, { hogweed }, i) => sum + hogweed.filter((_, tile) => isMissed(i, tile)).length,
    0,
  );
  expect(drawn).toHaveLength(auditPhotoCount(photos, defaultReviewPolicy));
  const estimate = estimateTotal({
    photos,
    drawn,
    tileShare: defaultReviewPolicy.auditShare / defaultReviewPolicy.auditPhotoShare,
  });
  return { truth, estimate: estimate! };
}

describe('missed plants, estimated from the audit', () => {
  it.each([
    ['few misses', 100, 100, -1],
    ['many misses', 100, 100, -5],
    ['a small flight', 30, 200, -4],
  ])('holds the truth in 95 of 100 flights: %s', (_, photos, tiles, plantShift) => {
    let held = 0;
    let truths = 0;
    let totals = 0;
    for (let seed = 0; seed < 100; seed++) {
      const { truth, estimate } = audit(seed, photos, tiles, plantShift);
      if (estimate.low <= truth && truth <= estimate.high) held++;
      truths += truth;
      totals += estimate.total;
    }
    expect(held).toBeGreaterThanOrEqual(95);
    // No bias: over many flights the estimates come to the truth.
    expect(totals / truths).toBeGreaterThan(0.7);
    expect(totals / truths).toBeLessThan(1.3);
  });

  it('says how much more there may be where nothing was found', () => {
    const drawn = Array.from({ length: 10 }, () => ({ answered: 40, hits: 0 }));
    const estimate = estimateTotal({ photos: 100, drawn, tileShare: 0.1 });
    expect(estimate).toMatchObject({ total: 0, low: 0, hits: 0, answered: 400 });
    expect(estimate!.high).toBeGreaterThan(300);
  });

  it('is nothing where nobody answered, or one photo only was drawn', () => {
    expect(
      estimateTotal({
        photos: 10,
        drawn: [
          { answered: 0, hits: 0 },
          { answered: 0, hits: 0 },
        ],
        tileShare: 0.1,
      }),
    ).toBeUndefined();
    expect(estimateTotal({ photos: 10, drawn: [{ answered: 9, hits: 1 }], tileShare: 0.1 })).toBeUndefined();
  });
});

describe('the chi-square distribution', () => {
  it('is that of the tables (Abramowitz and Stegun 26.8)', () => {
    for (const [x, freedom, tail] of [
      [3.841459, 1, 0.05],
      [18.307038, 10, 0.05],
      [0.0157908, 1, 0.9],
      [124.342113, 100, 0.05],
      [10.827566, 1, 0.001],
    ] as const) {
      expect(chiSquareTail(x, freedom)).toBeCloseTo(tail, 5);
      expect(chiSquareQuantile(tail, freedom)).toBeCloseTo(x, 4);
    }
    expect(chiSquareTail(0, 3)).toBe(1);
    expect(chiSquareTail(Infinity, 3)).toBe(0);
  });
});
