import { describe, expect, it } from 'vitest';
import { groundPoint } from '#core/geo/locate.ts';
import { poseSchema } from '#core/geo/pose.ts';
import { ownHeightM } from '#core/geo/overlap/aligned-sigma.ts';
import { anywhereSigmaShare, commonUncertaintyOf, placeTile, placeTiles } from '#core/photo/tile-places.ts';
import { planTiles } from '#core/tiling/plan.ts';

const pose = (change: object = {}) =>
  poseSchema.parse({
    lat: 56.1,
    lon: 9.5,
    heightAboveGroundM: 40,
    yawDeg: 30,
    pitchDeg: -80,
    rollDeg: 2,
    focalPx: 3648,
    widthPx: 5472,
    heightPx: 3648,
    ...change,
  });
const plan = planTiles({ grid: [4, 3] }, { widthPx: 5472, heightPx: 3648 });
const anywhere = { locations: undefined, sigmaShare: 0.1 };

/** The point under a pixel, by the way that `umbel locate` goes. */
function ground(u: number, v: number, sigmaShare: number): unknown[] {
  const spread = { sigmaUPx: plan.tileWidthPx * sigmaShare, sigmaVPx: plan.tileHeightPx * sigmaShare };
  const point = groundPoint(pose(), { u, v }, { spread });
  if ('flag' in point) throw new Error(point.flag);
  return [point.lat, point.lon, point.uncertaintyM].map((value) => expect.closeTo(value, 9));
}

describe('the places of the tiles of a photo', () => {
  it('are those on the terrain, where there is one', () => {
    const terrain = { heightAt: (lat: number) => (lat > 56.1 ? 8 : 0) };
    const places = placeTiles(pose(), plan, anywhere, terrain);
    for (let i = 0; i < 12; i++) {
      const u = plan.leftsPx[i % 4]! + plan.tileWidthPx / 2;
      const v = plan.topsPx[Math.floor(i / 4)]! + plan.tileHeightPx / 2;
      const point = groundPoint(pose(), { u, v }, { terrain });
      expect(point).toMatchObject({
        lat: expect.closeTo(places.lat[i]!, 9),
        lon: expect.closeTo(places.lon[i]!, 9),
      });
    }
    expect(places.lat).not.toEqual(placeTiles(pose(), plan, anywhere).lat);
  });

  it('are the ground under their middles', () => {
    const places = placeTiles(pose(), plan, anywhere);
    for (let i = 0; i < 12; i++) {
      const u = plan.leftsPx[i % 4]! + plan.tileWidthPx / 2;
      const v = plan.topsPx[Math.floor(i / 4)]! + plan.tileHeightPx / 2;
      expect([places.lat[i], places.lon[i], places.uncertaintyM[i]]).toEqual(
        ground(u, v, anywhereSigmaShare),
      );
    }
  });

  it('are where in the tile the model saw the plant', () => {
    const locations = new Float32Array(24).fill(0.5);
    locations.set([0, 1], 10);
    const places = placeTiles(pose(), plan, { locations, sigmaShare: 0.1 });
    expect([places.lat[5], places.lon[5], places.uncertaintyM[5]]).toEqual(
      ground(plan.leftsPx[1]!, plan.topsPx[1]! + plan.tileHeightPx, 0.1),
    );
  });

  it('are the same where one tile is asked for', () => {
    const locations = Float32Array.from({ length: 24 }, (_, i) => i / 24);
    const plant = { locations, sigmaShare: 0.1 };
    const oblique = pose({ pitchDeg: -10 });
    const places = placeTiles(oblique, plan, plant);
    const one = Array.from({ length: 12 }, (_, tile) => placeTile(oblique, plan, { ...plant, tile }));
    expect(one.map((place) => place?.lat ?? Number.NaN)).toEqual([...places.lat]);
    expect(one.map((place) => place?.lon ?? Number.NaN)).toEqual([...places.lon]);
    expect(one.map((place) => place?.uncertaintyM ?? Number.NaN)).toEqual([...places.uncertaintyM]);
    // The camera looks over the horizon with some of them.
    expect(new Set(one.map((place) => place === undefined)).size).toBe(2);
  });

  it('are surer where the model says where in the tile', () => {
    const locations = new Float32Array(24).fill(0.5);
    const sure = placeTiles(pose(), plan, { locations, sigmaShare: 0.05 });
    const unsure = placeTiles(pose(), plan, anywhere);
    for (let i = 0; i < 12; i++) expect(sure.uncertaintyM[i]!).toBeLessThan(unsure.uncertaintyM[i]!);
  });

  it('are none above the horizon', () => {
    const places = placeTiles(pose({ pitchDeg: 0, rollDeg: 0 }), plan, anywhere);
    expect([...places.lat.subarray(0, 8)].every(Number.isNaN)).toBe(true);
    expect([...places.uncertaintyM.subarray(0, 4)].every(Number.isNaN)).toBe(true);
    expect([...places.lat.subarray(8)].every(Number.isFinite)).toBe(true);
  });
});

describe('what fitted photos share of an uncertainty', () => {
  it('is that of place, direction and shared height, not of the lens or the place inside the tile', () => {
    const heightM = Math.sqrt(pose().sigma.heightM ** 2 - ownHeightM ** 2);
    const own = pose({ sigma: { heightM, focalPx: 0 } });
    const common = commonUncertaintyOf(pose(), plan);
    const places = placeTiles(pose(), plan, anywhere);
    for (let i = 0; i < 12; i++) {
      const u = plan.leftsPx[i % 4]! + plan.tileWidthPx / 2;
      const v = plan.topsPx[Math.floor(i / 4)]! + plan.tileHeightPx / 2;
      expect(groundPoint(own, { u, v })).toMatchObject({ uncertaintyM: expect.closeTo(common(i), 9) });
      expect(common(i)).toBeLessThan(places.uncertaintyM[i]!);
    }
  });
  it('is not known where a tile shows no ground', () => {
    expect(commonUncertaintyOf(pose({ pitchDeg: 10 }), plan)(0)).toBeNaN();
  });
});
