import { shadowPerMetre, shadowStrength, type Look, type Rgb } from '../look.ts';
import type { Random } from '../random.ts';
import type { Canvas } from './canvas.ts';
import type { Paint, PointM } from './shapes.ts';

/** Where light comes from, in the form that painting needs. */
export interface Light {
  /** Unit vector on the ground towards the sun (east, north). */
  readonly toSun: PointM;
  /** Ground offset of the shadow of a point one metre up. */
  readonly shadowPerM: PointM;
  /** Opacity of a cast shadow, 0..1. */
  readonly strength: number;
  /** How much brighter the sunny side is than the far side, 0..1. */
  readonly relief: number;
}

/** Colour of shade: not black, since the blue sky still lights it. */
const shadeColor: Rgb = [9, 14, 16];

/** The light of a look. */
export function lightOf(look: Look): Light {
  const azimuth = (look.sunAzimuthDeg * Math.PI) / 180;
  const perM = shadowPerMetre(look);
  return {
    toSun: [Math.sin(azimuth), Math.cos(azimuth)],
    shadowPerM: [perM.eastM, perM.northM],
    strength: shadowStrength(look),
    relief: 1 - 0.75 * look.overcast,
  };
}

/** The paint of a cast shadow, its opacity scaled by `share`. */
export function shadowPaint(light: Light, share = 1): Paint {
  return { color: shadeColor, alpha: light.strength * share };
}

/** The point where the shadow of a point `heightM` up falls. */
export function shadowOf(point: PointM, heightM: number, light: Light): PointM {
  return [point[0] + light.shadowPerM[0] * heightM, point[1] + light.shadowPerM[1] * heightM];
}

/** What every painter of a sprite is given. */
export interface Easel {
  readonly canvas: Canvas;
  readonly light: Light;
  readonly random: Random;
  readonly look: Look;
}
