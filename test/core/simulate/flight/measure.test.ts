import { describe, expect, it } from 'vitest';
import { cameraOfWidth } from '#core/simulate/flight/camera.ts';
import { localFrame, toLatLon } from '#core/simulate/flight/local-frame.ts';
import { measurePose } from '#core/simulate/flight/measure.ts';
import { planSurvey, wrapDegrees } from '#core/simulate/flight/survey.ts';

const frame = localFrame({ lat: 56.1, lon: 9.5 });
const { stations } = planSurvey({
  seed: 2,
  photos: 2000,
  heightM: 40,
  camera: cameraOfWidth(5472),
  overlap: 0.75,
  sideOverlap: 0.6,
});
const exact = { seed: 1, gpsSigmaM: 0, yawSigmaDeg: 0, pitchSigmaDeg: 0, groundAltitudeM: 24 };

/** Mean and standard deviation, both in units of the standard deviation expected. */
function spread(
  values: readonly number[],
  expected: number,
): { readonly mean: number; readonly sigma: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sigma = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { mean: mean / expected, sigma: sigma / expected };
}

describe('measurePose', () => {
  it('tells the truth when every sigma is 0', () => {
    const station = stations[5]!;
    const measured = measurePose(station, frame, exact);
    expect({ lat: measured.lat, lon: measured.lon }).toEqual(
      toLatLon(frame, station.pose.eastM, station.pose.northM),
    );
    expect(measured.relativeAltitudeM).toBe(station.pose.heightM);
    expect(measured.yawDeg).toBeCloseTo(station.pose.yawDeg, 9);
    expect(measured.pitchDeg).toBe(station.pose.pitchDeg);
  });

  it.each([
    ['east', 1.5],
    ['north', 1.5],
    ['yaw', 2],
    ['pitch', 0.4],
    ['height', 0.3],
  ] as const)('errs to the %s by a sigma of %d, without bias', (name, expected) => {
    const options = { ...exact, gpsSigmaM: 1.5, yawSigmaDeg: 2, pitchSigmaDeg: 0.4 };
    const errors = stations.map((station) => {
      const measured = measurePose(station, frame, options);
      const { pose } = station;
      return {
        east: (measured.lon - frame.origin.lon) * frame.metresPerDegreeLon - pose.eastM,
        north: (measured.lat - frame.origin.lat) * frame.metresPerDegreeLat - pose.northM,
        yaw: wrapDegrees(measured.yawDeg - pose.yawDeg),
        pitch: measured.pitchDeg - pose.pitchDeg,
        height: measured.relativeAltitudeM - pose.heightM,
      }[name];
    });
    // Of 2000 draws the sigma is right within 1.6 % and the mean within 2.2 % (1 sigma each).
    const { mean, sigma } = spread(errors, expected);
    expect(Math.abs(sigma - 1)).toBeLessThan(0.06);
    expect(Math.abs(mean)).toBeLessThan(0.08);
  });
});

describe('localFrame', () => {
  it('has the published lengths of a degree', () => {
    // NGA's table of degree lengths on WGS84: 55 degrees 111 327 m and 63 994 m; equator 110 574 m and 111 319 m.
    expect(localFrame({ lat: 55, lon: 0 }).metresPerDegreeLat).toBeCloseTo(111_325, -1);
    expect(localFrame({ lat: 55, lon: 0 }).metresPerDegreeLon).toBeCloseTo(63_994, -1);
    expect(localFrame({ lat: 0, lon: 0 }).metresPerDegreeLat).toBeCloseTo(110_574, -1);
    expect(localFrame({ lat: 0, lon: 0 }).metresPerDegreeLon).toBeCloseTo(111_319, -1);
  });
});
