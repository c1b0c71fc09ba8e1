import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distort, undistort } from '#core/geo/lens.ts';
import { attitudeOf, axesOf, fromNadirFrame } from '#core/geo/rotation.ts';

const angle = fc.double({ min: -180, max: 180, noNaN: true });
const attitude = fc.record({
  yawDeg: angle,
  pitchDeg: fc.double({ min: -89.9, max: 89.9, noNaN: true }),
  rollDeg: angle,
});

describe('attitudes', () => {
  it('come back from their axes', () => {
    fc.assert(
      fc.property(attitude, (given) => {
        const back = axesOf(attitudeOf(axesOf(given)));
        const first = axesOf(given);
        for (const axis of ['forward', 'right', 'down'] as const) {
          first[axis].forEach((part, i) => expect(back[axis][i]).toBeCloseTo(part, 7));
        }
      }),
      { numRuns: 500, seed: 4 },
    );
  });
  it('straight down, yaw and roll are one', () => {
    const { yawDeg, pitchDeg, rollDeg } = attitudeOf(axesOf({ yawDeg: 30, pitchDeg: -90, rollDeg: 20 }));
    expect(yawDeg).toBeCloseTo(50, 9);
    expect([pitchDeg, rollDeg]).toEqual([-90, 0]);
  });
  it('a level frame carries a camera that looks down, and leans with it', () => {
    expect(fromNadirFrame({ yawDeg: 40, pitchDeg: 0, rollDeg: 0 })).toMatchObject({
      pitchDeg: -90,
      rollDeg: 0,
    });
    expect(fromNadirFrame({ yawDeg: 40, pitchDeg: 0, rollDeg: 0 }).yawDeg).toBeCloseTo(40, 9);
    // Rolled right by 10 degrees, the camera looks to the left of straight down.
    const [north, east] = axesOf(fromNadirFrame({ yawDeg: 0, pitchDeg: 0, rollDeg: 10 })).forward;
    expect(north).toBeCloseTo(0, 9);
    expect(east).toBeCloseTo(-Math.sin((10 * Math.PI) / 180), 9);
  });
});

describe('lenses', () => {
  it('undistorting takes back the distortion of a survey drone within its picture', () => {
    const lens = { k1: -0.268652, k2: 0.114663, p1: 0.000015, p2: -0.000046, k3: -0.035026 };
    const part = fc.double({ min: -0.75, max: 0.75, noNaN: true });
    fc.assert(
      fc.property(part, fc.double({ min: -0.5, max: 0.5, noNaN: true }), (x, y) => {
        const out = new Float64Array(2);
        distort(lens, x, y, out);
        undistort(lens, out[0] ?? 0, out[1] ?? 0, out);
        expect(out[0]).toBeCloseTo(x, 12);
        expect(out[1]).toBeCloseTo(y, 12);
      }),
      { numRuns: 500, seed: 6 },
    );
  });
});
