import { createRandom, hashInts, type Random } from './random.ts';

export type Season = 'spring' | 'summer';

/** A colour as [red, green, blue], each 0..255, display-referred (sRGB). */
export type Rgb = readonly [number, number, number];

/** Everything about light and season that one flight shares. */
export interface Look {
  readonly season: Season;
  /** Compass direction of the sun in degrees. */
  readonly sunAzimuthDeg: number;
  /** Height of the sun above the horizon in degrees. */
  readonly sunElevationDeg: number;
  /** 0 = clear sky with hard shadows, 1 = fully overcast, no cast shadow. */
  readonly overcast: number;
  /** Factors on red, green and blue: the camera's white balance and exposure. */
  readonly balance: Rgb;
  /** 0 = lush, 1 = parched. */
  readonly dryness: number;
  /** Contrast about mid grey: 1 = flat profile, 1.2 = a vivid one. */
  readonly contrast: number;
}

export interface LookOptions {
  readonly seed: number;
  readonly season?: Season | undefined;
}

/** The look that belongs to a seed: every seed is another day. Sun heights are those of Denmark, 10 to 15 o'clock, May to August. */
export function makeLook(options: LookOptions): Look {
  const random = createRandom(hashInts(options.seed, 0x100c));
  const season = options.season ?? (random.chance(0.2) ? 'spring' : 'summer');
  const overcast = random.chance(0.3) ? random.range(0.6, 1) : random.range(0, 0.35);
  const exposure = random.range(0.9, 1.12);
  const warmth = random.range(-0.025, 0.035);
  const tint = random.range(-0.035, 0.005);
  return {
    season,
    sunAzimuthDeg: random.range(110, 250),
    sunElevationDeg: random.range(32, 57),
    overcast,
    balance: [exposure * (1 + warmth), exposure * (1 + tint), exposure * (1 - warmth)],
    dryness: drynessOf(season, random),
    contrast: random.range(1, 1.18) - 0.08 * overcast,
  };
}

function drynessOf(season: Season, random: Random): number {
  return season === 'spring' ? random.range(0.2, 0.55) : random.range(0.05, 0.6);
}

/** Ground offset in metres (east, north) of the shadow of a point one metre above the ground. */
export function shadowPerMetre(look: Look): { readonly eastM: number; readonly northM: number } {
  const azimuth = (look.sunAzimuthDeg * Math.PI) / 180;
  const length = 1 / Math.tan((look.sunElevationDeg * Math.PI) / 180);
  return { eastM: -Math.sin(azimuth) * length, northM: -Math.cos(azimuth) * length };
}

/** Opacity of a cast shadow: skylight fills about 45 % on a clear day, and nearly all of it under cloud. */
export function shadowStrength(look: Look): number {
  return 0.6 * (1 - 0.93 * look.overcast);
}
