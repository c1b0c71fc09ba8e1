import { shadowPerMetre, shadowStrength, type Look, type Rgb } from '../look.ts';
import type { Random } from '../random.ts';
import type { Canvas } from './canvas.ts';
import { paintDisc, paintLine, paintPolygon, type PointM } from './shapes.ts';

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
export const shadeColor: Rgb = [9, 14, 16];

/** The light of a look. Under cloud a shadow shrinks to the dim place right below a thing. */
export function lightOf(look: Look): Light {
  const azimuth = (look.sunAzimuthDeg * Math.PI) / 180;
  const perM = shadowPerMetre(look);
  const reach = 1 - 0.8 * look.overcast;
  return {
    toSun: [Math.sin(azimuth), Math.cos(azimuth)],
    shadowPerM: [perM.eastM * reach, perM.northM * reach],
    strength: shadowStrength(look),
    relief: 1 - 0.75 * look.overcast,
  };
}

/** What every painter of a sprite is given. */
export interface Easel {
  readonly canvas: Canvas;
  /** Where the shadow on the ground is painted, as a veil: only its alpha counts. */
  readonly shade: Canvas;
  readonly light: Light;
  readonly random: Random;
  readonly look: Look;
}

/** The point where the shadow of a point `heightM` up falls. */
export function shadowOf(point: PointM, heightM: number, light: Light): PointM {
  return [point[0] + light.shadowPerM[0] * heightM, point[1] + light.shadowPerM[1] * heightM];
}

/** The shadow of a disc `heightM` up: on what is painted already, and on the ground. `share` thins it. */
export function shadeDisc(easel: Easel, centre: PointM, radiusM: number, cast: Cast): void {
  const at = shadowOf(centre, cast.heightM, easel.light);
  const share = cast.share ?? 1;
  const softness = cast.softness ?? 0.5;
  const alpha = easel.light.strength * share;
  paintDisc(easel.canvas, at, radiusM, { color: shadeColor, alpha, softness, mode: 'atop' });
  paintDisc(easel.shade, at, radiusM, { color: shadeColor, alpha: share, softness, mode: 'veil' });
}

/** How a shadow falls. */
export interface Cast {
  /** Height of the thing above what it falls on. */
  readonly heightM: number;
  /** 1 (default) = nothing gets through. */
  readonly share?: number;
  readonly softness?: number;
}

/** The shadow of a polygon. */
export function shadePolygon(easel: Easel, outline: readonly PointM[], cast: Cast): void {
  const points = outline.map((point) => shadowOf(point, cast.heightM, easel.light));
  const share = cast.share ?? 1;
  const alpha = easel.light.strength * share;
  paintPolygon(easel.canvas, points, { color: shadeColor, alpha, mode: 'atop' });
  paintPolygon(easel.shade, points, { color: shadeColor, alpha: share, mode: 'veil' });
}

/** The shadow of a stalk that rises from the ground at its first point to `heightM` at its second. */
export function shadeStalk(
  easel: Easel,
  [from, to]: readonly [PointM, PointM],
  widthM: number,
  heightM: number,
): void {
  const points = [from, shadowOf(to, heightM, easel.light)] as const;
  const alpha = easel.light.strength * 0.8;
  paintLine(easel.canvas, points, widthM, { color: shadeColor, alpha, mode: 'atop' });
  paintLine(easel.shade, points, widthM, { color: shadeColor, alpha: 0.8, mode: 'veil' });
}
