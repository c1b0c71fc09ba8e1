import * as fc from 'fast-check';
import { poseSchema, type Pose } from '#core/geo/pose.ts';

/** A photo of a 20-MP drone 40 m above the ground, looking straight down to the north. */
export function samplePose(changes: Partial<Pose> = {}): Pose {
  const pose = poseSchema.parse({
    lat: 56.1,
    lon: 9.5,
    heightAboveGroundM: 40,
    yawDeg: 0,
    pitchDeg: -90,
    rollDeg: 0,
    focalPx: 3648,
    widthPx: 5472,
    heightPx: 3648,
  });
  return { ...pose, ...changes };
}

/** Any pose of a drone whose centre shows ground: all latitudes up to 80 degrees, the antimeridian often. */
export const anyPose: fc.Arbitrary<Pose> = fc
  .record({
    lat: fc.double({ min: -80, max: 80, noNaN: true }),
    lon: fc.oneof(
      fc.double({ min: -180, max: 180, noNaN: true }),
      fc.double({ min: -180, max: -179.999, noNaN: true }),
      fc.double({ min: 179.999, max: 179.9999999, noNaN: true }),
    ),
    heightAboveGroundM: fc.double({ min: 2, max: 500, noNaN: true }),
    yawDeg: fc.double({ min: -180, max: 180, noNaN: true }),
    pitchDeg: fc.double({ min: -110, max: -8, noNaN: true }),
    rollDeg: fc.double({ min: -20, max: 20, noNaN: true }),
    focalPx: fc.double({ min: 2000, max: 9000, noNaN: true }),
    lens: fc.option(fc.constant({ k1: -0.2687, k2: 0.1147, p1: 0.0001, p2: -0.0002, k3: -0.035 }), {
      nil: undefined,
    }),
  })
  .map(({ lens, ...changes }) =>
    samplePose({
      ...changes,
      ...(lens === undefined ? {} : { lens, focalPx: Math.max(3600, changes.focalPx) }),
    }),
  );

/** A pixel of the sample camera. */
export const anyPixel = fc.record({
  u: fc.double({ min: 0, max: 5472, noNaN: true }),
  v: fc.double({ min: 0, max: 3648, noNaN: true }),
});
