import { describe, expect, it } from 'vitest';
import { degreeLengths } from '#core/geo/ellipsoid.ts';
import { groundPoint } from '#core/geo/locate.ts';
import { projector } from '#core/geo/project.ts';
import type { Terrain } from '#core/geo/terrain.ts';
import { samplePose } from './sample-pose.ts';

const { latM } = degreeLengths(56.1);
/** Ground that rises 1 m in 4 m to the north, 100 m high below the sample camera. */
const slope: Terrain = { heightAt: (lat) => 100 + ((lat - 56.1) * latM) / 4 };
const oblique = samplePose({ pitchDeg: -45 });
const northOf = (terrain: Terrain | undefined) => {
  const point = groundPoint(oblique, { u: 2736, v: 1824 }, terrain === undefined ? {} : { terrain });
  return 'lat' in point ? (point.lat - 56.1) * latM : undefined;
};

describe('projection on a terrain', () => {
  it('meets rising ground earlier: 40 - x = x / 4 at 32 m', () => {
    expect(northOf(undefined)).toBeCloseTo(40, 3);
    expect(northOf(slope)).toBeCloseTo(32, 3);
  });
  it('meets the first of two hills', () => {
    const wall: Terrain = {
      heightAt: (lat) => ((lat - 56.1) * latM > 20 && (lat - 56.1) * latM < 25 ? 130 : 100),
    };
    expect(northOf(wall)).toBeCloseTo(20, 2);
  });
  it('is level where the terrain says nothing', () => {
    expect(northOf({ heightAt: () => undefined })).toBeCloseTo(40, 3);
    expect(northOf({ heightAt: (lat) => (lat > 56.1001 ? undefined : 100) })).toBeCloseTo(40, 3);
  });
  it('goes there and back', () => {
    const camera = projector(oblique, slope);
    const place = new Float64Array(2);
    const pixel = new Float64Array(2);
    expect(camera.ground(1000, 900, place, 0)).toBe(true);
    expect(camera.pixel(place[0] ?? 0, place[1] ?? 0, pixel, 0)).toBe(true);
    expect(pixel[0]).toBeCloseTo(1000, 3);
    expect(pixel[1]).toBeCloseTo(900, 3);
  });
  it('never meets ground that falls away faster than the view', () => {
    const cliff: Terrain = { heightAt: (lat) => 100 - (lat - 56.1) * latM * 3 };
    expect(northOf(cliff)).toBeUndefined();
  });
});
