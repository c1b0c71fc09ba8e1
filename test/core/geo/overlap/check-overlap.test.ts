import { describe, expect, it } from 'vitest';
import { degreeLengths } from '#core/geo/ellipsoid.ts';
import { checkOverlap } from '#core/geo/overlap/check-overlap.ts';
import { groundPoint } from '#core/geo/locate.ts';
import { findTurnedPhotos } from '#core/geo/overlap/find-turned.ts';
import type { Pose } from '#core/geo/pose.ts';
import { projector } from '#core/geo/project.ts';
import { distanceM } from '../tie-points.ts';
import { meadowFlight, slopeOf, type MeadowOptions, type MeadowPhoto } from './meadow.ts';

/** Mean distance on the ground between what two poses say of pixels of a photo, metres. */
function apartM(told: Pose, truth: Pose): number {
  const [a, b] = [new Float64Array(2), new Float64Array(2)];
  const { latM, lonM } = degreeLengths(truth.lat);
  const pixels = [10, 64, 118].flatMap((u) => [10, 48, 86].map((v) => [u, v] as const));
  const distances = pixels.map(([u, v]) => {
    projector(told).ground(u, v, a, 0);
    projector(truth).ground(u, v, b, 0);
    return Math.hypot(((a[0] ?? 0) - (b[0] ?? 0)) * latM, ((a[1] ?? 0) - (b[1] ?? 0)) * lonM);
  });
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

/** The truth about the pixels of photo i as stored. */
function stored(photos: readonly MeadowPhoto[], turned: ReadonlySet<number>): Pose[] {
  return photos.map(({ truth }, i) => (turned.has(i) ? { ...truth, rollDeg: truth.rollDeg + 180 } : truth));
}

const flagsOf = (photos: readonly { readonly flags: readonly string[] }[], flag: string) =>
  photos.flatMap(({ flags }, i) => (flags.includes(flag) ? [i] : []));

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('turned photos', () => {
  it('are found without any hint, and put right', () => {
    const turned = new Set([2, 7, 8, 9]);
    const photos = meadowFlight({ seed: 1, lines: 3, perLine: 5, turned });
    const checked = findTurnedPhotos(photos);
    expect(flagsOf(checked, 'photo.turned')).toEqual([...turned]);
    expect(flagsOf(checked, 'photo.maybe-turned')).toEqual([]);
    const truths = stored(photos, turned);
    checked.forEach(({ pose }, i) => expect(apartM(pose, truths[i] ?? pose)).toBeLessThan(8));
  });

  it('are not found in a flight without any', () => {
    const checked = findTurnedPhotos(meadowFlight({ seed: 2, lines: 3, perLine: 5 }));
    expect(checked.flatMap(({ flags }) => flags)).toEqual([]);
  });

  it('are cleared when a viewer saved them as they were', () => {
    const photos = meadowFlight({ seed: 3, lines: 2, perLine: 4, turned: new Set([1]) }).map((photo, i) =>
      i < 3
        ? {
            ...photo,
            flags: ['photo.maybe-turned'] as const,
            pose: { ...photo.pose, sigma: { ...photo.pose.sigma, yawDeg: 180 } },
          }
        : photo,
    );
    const checked = findTurnedPhotos(photos);
    expect(flagsOf(checked, 'photo.turned')).toEqual([1]);
    expect(flagsOf(checked, 'photo.not-turned')).toEqual([0, 2]);
    for (const { pose } of checked) expect(pose.sigma.yawDeg).toBeLessThanOrEqual(5);
  });

  it('stay in doubt without neighbours', () => {
    const [alone] = meadowFlight({ seed: 4, lines: 1, perLine: 1 });
    if (alone === undefined) throw new Error('no photo');
    const suspect = { ...alone, flags: ['photo.maybe-turned'] as const };
    expect(findTurnedPhotos([suspect])[0]?.flags).toEqual(['photo.maybe-turned']);
    expect(findTurnedPhotos([])).toEqual([]);
  });

  it('no photo that is over 10 m off goes unflagged, over many flights', () => {
    for (let seed = 10; seed < 13; seed++) {
      const turned = new Set([seed % 8, (seed * 3) % 8]);
      const photos = meadowFlight({ seed, lines: 2, perLine: 4, turned });
      const truths = stored(photos, turned);
      const unflagged = findTurnedPhotos(photos).filter(
        ({ pose, flags }, i) => apartM(pose, truths[i] ?? pose) > 10 && !flags.includes('photo.maybe-turned'),
      );
      expect(unflagged).toEqual([]);
    }
  });
});

describe('a flight fitted together', () => {
  const turned = new Set([4]);
  const photos = meadowFlight({ seed: 5, lines: 3, perLine: 5, turned, pitchOffsetDeg: 2 });
  const truths = stored(photos, turned);
  const { photos: aligned, apartBeforeM, apartAfterM } = checkOverlap(photos);

  it('agrees within decimetres', () => {
    expect(apartBeforeM).toBeGreaterThan(1);
    expect(apartAfterM).toBeLessThan(0.3);
  });

  it('lies nearer to the truth than its tags', () => {
    const before = mean(findTurnedPhotos(photos).map(({ pose }, i) => apartM(pose, truths[i] ?? pose)));
    const after = mean(aligned.map(({ pose }, i) => apartM(pose, truths[i] ?? pose)));
    expect(after).toBeLessThan(0.6 * before);
  });

  it('finds the lean that all photos share', () => {
    const pitchDeg = aligned[0]?.correction.pitchDeg ?? 0;
    expect(pitchDeg).toBeGreaterThan(1);
    expect(pitchDeg).toBeLessThan(2.6);
  });

  it('says of each photo that it was corrected', () => {
    for (const { flags } of aligned)
      expect(flags.filter((flag) => flag === 'pose.aligned' || flag === 'pose.moved')).toHaveLength(1);
  });

  it('states smaller sigmas where errors averaged out', () => {
    aligned.forEach(({ pose: { sigma } }) => {
      expect(sigma.horizontalM).toBeLessThan(1);
      expect(sigma.horizontalM).toBeGreaterThan(0.2);
    });
  });

  it('finds the height that all photos share: the ground lies lower than the take-off', () => {
    const lower = meadowFlight({ seed: 7, lines: 3, perLine: 5, gpsSigmaM: 0.3, yawSigmaDeg: 1 }).map(
      (photo) => ({
        ...photo,
        pose: { ...photo.pose, heightAboveGroundM: 38 },
      }),
    );
    const corrections = checkOverlap(lower).photos.map(({ correction }) => correction.heightM);
    // Two metres are much against what the tags promise: a part is left to the positions.
    for (const heightM of corrections) expect(Math.abs(heightM - 1.6)).toBeLessThan(0.7);
  });

  it('takes no error of position, height or direction for a height that all photos share', () => {
    const corrections = [1, 2, 3, 4, 5, 6].map((seed) => {
      const errors = { gpsSigmaM: 0.2, heightSigmaM: 0.6, yawSigmaDeg: 3 };
      return checkOverlap(meadowFlight({ seed, lines: 3, perLine: 4, ...errors })).photos[0]!.correction
        .heightM;
    });
    expect(Math.abs(mean(corrections))).toBeLessThan(0.25);
  });

  it("keeps the sigma where all photos agreed from the start: they share the receiver's error", () => {
    const agreeing = checkOverlap(
      meadowFlight({ seed: 6, lines: 2, perLine: 4, gpsSigmaM: 0, yawSigmaDeg: 0 }),
    );
    for (const { pose } of agreeing.photos) expect(pose.sigma.horizontalM).toBeGreaterThan(1.4);
  });

  it('is the same every time', () => {
    expect(checkOverlap(photos).photos).toEqual(aligned);
  });
});

/** Shares of the points of some flights that lie within the stated radii. */
function sharesWithin(options: Partial<MeadowOptions>, seeds: readonly number[]): [number, number] {
  let [points, within68, within95] = [0, 0, 0];
  for (const seed of seeds) {
    const photos = meadowFlight({ seed, lines: 3, perLine: 4, ...options });
    checkOverlap(photos).photos.forEach(({ pose }, i) => {
      for (const u of [10, 37, 64, 91, 118]) {
        const told = groundPoint(pose, { u, v: 48 });
        const truth = groundPoint(photos[i]!.truth, { u, v: 48 });
        if (!('lat' in told && 'lat' in truth)) throw new Error('no ground');
        const offM = distanceM(told, truth);
        points++;
        if (offM < told.uncertaintyM) within68++;
        if (offM < told.radius95M) within95++;
      }
    });
  }
  return [within68 / points, within95 / points];
}

describe('a flight over a slope', () => {
  it('fits together on its terrain, and worse on level ground', () => {
    const photos = meadowFlight({ seed: 8, lines: 3, perLine: 4, slope: 0.25 });
    const onTerrain = checkOverlap(photos, slopeOf(0.25));
    const onLevel = checkOverlap(photos);
    expect(onTerrain.apartAfterM).toBeLessThan(0.15);
    expect(onLevel.apartAfterM).toBeGreaterThan(1.5 * onTerrain.apartAfterM);
    expect(
      onTerrain.photos.flatMap(({ flags }) => flags.filter((flag) => flag.startsWith('photo.'))),
    ).toEqual([]);
  });
});

describe('what aligned photos state of themselves', () => {
  const seeds = Array.from({ length: 24 }, (_, i) => 100 + i);

  it('is true where errors are independent: they average out, and the rest is said', () => {
    // A flight's photos share one error after the fit: so many flights are so many draws of it.
    const [within68, within95] = sharesWithin({ pitchSigmaDeg: 0.5, heightSigmaM: 0.3 }, seeds);
    expect(within68).toBeGreaterThan(0.6);
    expect(within68).toBeLessThan(0.95);
    expect(within95).toBeGreaterThan(0.92);
  });

  it('is true where all photos are off by the same: nothing in the pictures shows it', () => {
    const shared = { gpsSigmaM: 0.1, yawSigmaDeg: 1 };
    expect(sharesWithin({ ...shared, sharedEastM: 1.5 }, seeds.slice(0, 3))[0]).toBeGreaterThan(0.95);
    expect(sharesWithin({ ...shared, sharedEastM: 3.2 }, seeds.slice(0, 3))[1]).toBeGreaterThan(0.95);
  });
});
