import { describe, expect, it } from 'vitest';
import { makeLook, shadowPerMetre, shadowStrength } from '#core/simulate/look.ts';
import { lightOf } from '#core/simulate/paint/light.ts';

describe('makeLook', () => {
  it('depends on the seed alone, and obeys a given season', () => {
    expect(makeLook({ seed: 5 })).toEqual(makeLook({ seed: 5 }));
    expect(makeLook({ seed: 5 })).not.toEqual(makeLook({ seed: 6 }));
    expect(makeLook({ seed: 5, season: 'spring' }).season).toBe('spring');
  });

  it('has both seasons, clear and cloudy days among its seeds', () => {
    const looks = Array.from({ length: 60 }, (_, seed) => makeLook({ seed }));
    expect(new Set(looks.map((look) => look.season))).toEqual(new Set(['spring', 'summer']));
    expect(looks.some((look) => look.overcast > 0.6)).toBe(true);
    expect(looks.some((look) => look.overcast < 0.3)).toBe(true);
  });
});

describe('shadows', () => {
  it('fall away from the sun, one metre for one metre at 45 degrees', () => {
    const look = { ...makeLook({ seed: 1 }), sunAzimuthDeg: 135, sunElevationDeg: 45, overcast: 0 };
    const { eastM, northM } = shadowPerMetre(look);
    expect(eastM).toBeCloseTo(-Math.SQRT1_2);
    expect(northM).toBeCloseTo(Math.SQRT1_2);
    const { toSun, shadowPerM } = lightOf(look);
    expect(toSun[0] * shadowPerM[0] + toSun[1] * shadowPerM[1]).toBeCloseTo(-1);
  });

  it('are weak under cloud', () => {
    const look = makeLook({ seed: 1 });
    expect(shadowStrength({ ...look, overcast: 1 })).toBeLessThan(
      0.25 * shadowStrength({ ...look, overcast: 0 }),
    );
  });
});
