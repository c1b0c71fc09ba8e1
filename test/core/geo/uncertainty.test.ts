import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groundPoint } from '#core/geo/locate.ts';
import type { Pose } from '#core/geo/pose.ts';
import { projector } from '#core/geo/project.ts';
import { errorModel, errorRadii, radiusFactor, shareWithin, uniformSpread } from '#core/geo/uncertainty.ts';
import { normalNumbers } from './normal-numbers.ts';
import { samplePose } from './sample-pose.ts';

const perfect = { horizontalM: 0, heightM: 0, yawDeg: 0, pitchDeg: 0, rollDeg: 0, focalPx: 0 };
const radians = Math.PI / 180;

function covarianceOf(
  pose: Pose,
  pixel: { u: number; v: number },
): { north2: number; northEast: number; east2: number } {
  const offset = new Float64Array(3);
  const out = new Float64Array(3);
  expect(projector(pose).offset(pixel.u, pixel.v, offset, 0)).toBe(true);
  errorModel(pose)(offset, out);
  return { north2: out[0] ?? 0, northEast: out[1] ?? 0, east2: out[2] ?? 0 };
}

describe('radii of an error ellipse', () => {
  // Closed forms: a circle, 1 - exp(-r2/2); a line, the normal distribution (0.994 and 1.960 sigmas).
  it.each([
    [0.68, 1, Math.sqrt(-2 * Math.log(0.32))],
    [0.95, 1, Math.sqrt(-2 * Math.log(0.05))],
    [0.68, 0, 0.994458],
    [0.95, 0, 1.959964],
  ])('share %d at axis ratio %d', (share, ratio, expected) =>
    expect(radiusFactor(share, ratio)).toBeCloseTo(expected, 3),
  );

  it('one sigma of each axis holds only 39 %', () => expect(shareWithin(1, 1)).toBeCloseTo(0.3935, 4));

  it('agrees with the integral for any ellipse, whichever way it is turned', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.1, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: Math.PI, noNaN: true }),
        (majorM, ratio, turn) => {
          const a2 = majorM * majorM;
          const b2 = a2 * ratio * ratio;
          const [s, c] = [Math.sin(turn), Math.cos(turn)];
          const radii = errorRadii({
            north2: a2 * c * c + b2 * s * s,
            northEast: (a2 - b2) * s * c,
            east2: a2 * s * s + b2 * c * c,
          });
          expect(shareWithin(radii.uncertaintyM / majorM, ratio)).toBeCloseTo(0.68, 3);
          expect(shareWithin(radii.radius95M / majorM, ratio)).toBeCloseTo(0.95, 3);
        },
      ),
      { numRuns: 300, seed: 2 },
    );
  });

  it('is nothing without an error', () => {
    expect(errorRadii({ north2: 0, northEast: 0, east2: 0 })).toEqual({ uncertaintyM: 0, radius95M: 0 });
  });
});

describe('the parts of the formula', () => {
  const oblique = samplePose({ pitchDeg: -50 });
  const centre = { u: 2736, v: 1824 };
  const heightM = 40;
  const distanceM = heightM / Math.tan(50 * radians);

  it('position', () => {
    const { north2, east2, northEast } = covarianceOf(
      { ...oblique, sigma: { ...perfect, horizontalM: 1.5 } },
      centre,
    );
    expect([north2, east2, northEast]).toEqual([2.25, 2.25, 0]);
  });
  it('levelling across the heading: h s / sin2, along the view', () => {
    const { north2, east2 } = covarianceOf({ ...oblique, sigma: { ...perfect, pitchDeg: 0.5 } }, centre);
    expect(Math.sqrt(north2)).toBeCloseTo((heightM * 0.5 * radians) / Math.sin(50 * radians) ** 2, 9);
    expect(east2).toBeCloseTo(0, 12);
  });
  it('levelling along the heading: h s, across the view', () => {
    const { north2, east2 } = covarianceOf({ ...oblique, sigma: { ...perfect, rollDeg: 0.5 } }, centre);
    expect(Math.sqrt(east2)).toBeCloseTo(heightM * 0.5 * radians, 9);
    expect(north2).toBeCloseTo(0, 12);
  });
  it('heading: r s, across the view', () => {
    const { north2, east2 } = covarianceOf({ ...oblique, sigma: { ...perfect, yawDeg: 2 } }, centre);
    expect(Math.sqrt(east2)).toBeCloseTo(distanceM * 2 * radians, 1);
    expect(Math.sqrt(north2)).toBeLessThan(0.05);
  });
  it('height: r s / h, along the view', () => {
    const { north2, east2 } = covarianceOf({ ...oblique, sigma: { ...perfect, heightM: 2 } }, centre);
    expect(Math.sqrt(north2)).toBeCloseTo((distanceM * 2) / heightM, 9);
    expect(east2).toBeCloseTo(0, 12);
  });
  it('errors that go together: a flight that is too large or turned as a whole grows from its middle', () => {
    // The camera hangs as far east as north of that middle; scale and turn have the same sigma.
    const [asideM, heightM, share] = [20, 30, 0.01];
    const coupling = {
      eastYaw: asideM * share ** 2,
      northYaw: -asideM * share ** 2,
      eastHeight: asideM * heightM * share ** 2,
      northHeight: asideM * heightM * share ** 2,
      yawHeight: 0,
    };
    const sigma = {
      ...perfect,
      horizontalM: Math.SQRT2 * share * asideM,
      heightM: share * heightM,
      yawDeg: share / radians,
      coupling,
    };
    const pose = samplePose({ heightAboveGroundM: heightM, pitchDeg: -90, sigma });
    for (const pixel of [
      { u: 0, v: 0 },
      { u: 3000, v: 100 },
      { u: pose.widthPx, v: pose.heightPx },
    ]) {
      const offset = new Float64Array(3);
      projector(pose).offset(pixel.u, pixel.v, offset, 0);
      const fromMiddleM = Math.hypot(asideM + offset[0]!, asideM + offset[1]!);
      const { north2, northEast, east2 } = covarianceOf(pose, pixel);
      expect(Math.sqrt(north2)).toBeCloseTo(share * fromMiddleM, 3);
      expect(Math.sqrt(east2)).toBeCloseTo(share * fromMiddleM, 3);
      expect(northEast).toBeCloseTo(0, 4);
    }
  });

  it('heading unknown: up to twice the distance, not without end', () => {
    const { north2, east2 } = covarianceOf({ ...oblique, sigma: { ...perfect, yawDeg: 180 } }, centre);
    expect(Math.sqrt(north2 + east2)).toBeCloseTo(Math.sqrt(2) * distanceM, 0);
    const radii = groundPoint({ ...oblique, sigma: { ...perfect, yawDeg: 1e6 } }, centre);
    expect('radius95M' in radii && radii.radius95M).toBeLessThan(3 * distanceM);
  });
  it('a plant anywhere in a tile', () => {
    const down = { ...samplePose(), sigma: perfect };
    const spread = uniformSpread({ widthPx: 912, heightPx: 456 });
    const point = groundPoint(down, centre, { spread });
    const [a, b] = [10 / Math.sqrt(12), 5 / Math.sqrt(12)];
    expect('uncertaintyM' in point && point.uncertaintyM).toBeCloseTo(
      errorRadii({ north2: b * b, northEast: 0, east2: a * a }).uncertaintyM,
      9,
    );
  });
});

describe('the truth of the stated radii, by Monte Carlo', () => {
  const cases: readonly (readonly [string, Partial<Pose>, { u: number; v: number }])[] = [
    ['straight down, centre', {}, { u: 2736, v: 1824 }],
    ['straight down, corner', { yawDeg: 77 }, { u: 5400, v: 100 }],
    ['oblique, far edge', { pitchDeg: -45, yawDeg: -120 }, { u: 1000, v: 300 }],
    ['oblique, near edge, rolled', { pitchDeg: -60, rollDeg: 10 }, { u: 4000, v: 3500 }],
    ['high up', { heightAboveGroundM: 120, pitchDeg: -80 }, { u: 200, v: 200 }],
  ];
  it.each(cases)('%s', (_name, changes, pixel) => {
    const pose = samplePose(changes);
    const stated = groundPoint(pose, pixel);
    if (!('lat' in stated)) throw new Error('no ground');
    const { within68, within95 } = simulate(pose, pixel, stated);
    // 4000 draws: one sigma of the share is 0.7 and 0.35 percent.
    expect(within68).toBeGreaterThan(0.655);
    expect(within68).toBeLessThan(0.705);
    expect(within95).toBeGreaterThan(0.937);
    expect(within95).toBeLessThan(0.963);
  });

  it('GPS 1.5 m, yaw 2 deg, pitch 0.5 deg alone: still 63-73 and 93-97 percent with the usual sigmas', () => {
    const all = { within68: 0, within95: 0 };
    const pixels = [456, 1368, 2280, 3192, 4104, 5016].flatMap((u) =>
      [608, 1824, 3040].map((v) => ({ u, v })),
    );
    for (const pixel of pixels) {
      const pose = samplePose({ pitchDeg: -88 });
      const stated = groundPoint(pose, pixel);
      if (!('lat' in stated)) throw new Error('no ground');
      const drawn = { ...pose, sigma: { ...perfect, horizontalM: 1.5, yawDeg: 2, pitchDeg: 0.5 } };
      const { within68, within95 } = simulate(drawn, pixel, stated);
      all.within68 += within68 / pixels.length;
      all.within95 += within95 / pixels.length;
    }
    expect(all.within68).toBeGreaterThan(0.63);
    expect(all.within68).toBeLessThan(0.73);
    expect(all.within95).toBeGreaterThan(0.93);
    expect(all.within95).toBeLessThan(0.97);
  });
});

/** Shares of drawn poses whose ground point lies within the stated radii. Levelling is drawn about the level axes. */
function simulate(
  pose: Pose,
  pixel: { u: number; v: number },
  stated: { uncertaintyM: number; radius95M: number },
) {
  const normal = normalNumbers(12);
  const draws = 4000;
  const truth = new Float64Array(3);
  projector(pose).offset(pixel.u, pixel.v, truth, 0);
  let [within68, within95] = [0, 0];
  const offset = new Float64Array(3);
  for (let i = 0; i < draws; i++) {
    const { sigma } = pose;
    const drawn: Pose = {
      ...pose,
      heightAboveGroundM: pose.heightAboveGroundM + sigma.heightM * normal(),
      yawDeg: pose.yawDeg + sigma.yawDeg * normal(),
      pitchDeg: pose.pitchDeg + sigma.pitchDeg * normal(),
      focalPx: pose.focalPx + sigma.focalPx * normal(),
    };
    if (!projector(drawn).offset(pixel.u, pixel.v, offset, 0)) continue;
    const [north, east] = leanSideways(offset, drawn, sigma.rollDeg * normal() * radians);
    const errorM = Math.hypot(
      north - (truth[0] ?? 0) + sigma.horizontalM * normal(),
      east - (truth[1] ?? 0) + sigma.horizontalM * normal(),
    );
    if (errorM <= stated.uncertaintyM) within68 += 1 / draws;
    if (errorM <= stated.radius95M) within95 += 1 / draws;
  }
  return { within68, within95 };
}

/** The ground point when the whole camera leans about the level axis along its heading (exact rotation). */
function leanSideways(
  offset: Float64Array,
  { yawDeg, heightAboveGroundM }: Pose,
  lean: number,
): readonly [number, number] {
  const [n = 0, e = 0, d = 0] = offset;
  const [s, c] = [Math.sin(yawDeg * radians), Math.cos(yawDeg * radians)];
  const [along, across] = [n * c + e * s, e * c - n * s];
  const right = across * Math.cos(lean) - d * Math.sin(lean);
  const down = across * Math.sin(lean) + d * Math.cos(lean);
  const scale = heightAboveGroundM / down;
  return [scale * (along * c - right * s), scale * (along * s + right * c)];
}
