import { describe, expect, it } from 'vitest';
import { toUtm } from '#core/geo/utm.ts';

describe('places on the UTM grid', () => {
  // By PROJ 9: gdaltransform -s_srs EPSG:4326 -t_srs EPSG:326xx.
  it.each([
    [32, false, 56.1, 9.5, 531_103.189_823, 6_217_322.052_071],
    [32, false, 71, 11.999, 608_933.893_516, 7_880_093.122_304],
    [32, false, 80, 8.1, 482_553.518_887, 8_881_720.761_565],
    [32, false, 0.0001, 15, 1_168_881.688_526, 11.114_301],
    [35, true, -33.5, 26.5, 453_557.080_408, 6_293_168.930_255],
    [60, false, 12.3456, 179.9, 815_406.696_007, 1_366_477.591_041],
  ])('zone %i, south %s: %d, %d', (...[zone, isSouth, lat, lon, eastM, northM]) => {
    const place = toUtm(lat, lon, { zone, isSouth });
    expect(place.eastM).toBeCloseTo(eastM, 5);
    expect(place.northM).toBeCloseTo(northM, 5);
  });
  it('runs on across the antimeridian', () => {
    const zone = { zone: 60, isSouth: false };
    expect(toUtm(50, -179.9, zone).eastM).toBeCloseTo(toUtm(50, 180.1, zone).eastM, 6);
  });
});
