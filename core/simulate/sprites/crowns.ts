import type { Rgb } from '../look.ts';
import { mixColors, shade } from '../paint/canvas.ts';
import { shadeColor, shadeDisc, type Easel } from '../paint/light.ts';
import { paintDisc, type PointM } from '../paint/shapes.ts';
import { pointWithin } from './herbs.ts';

export interface Crown {
  readonly radiusM: number;
  readonly color: Rgb;
  /** Typical radius of a clump of leaves. */
  readonly clumpM: number;
  /** Size of a single leaf speckle. */
  readonly leafM: number;
}

interface Clump {
  readonly at: PointM;
  readonly radiusM: number;
  /** 0 at the rim, 1 at the top of the crown. */
  readonly height: number;
}

/** Paints the crown of a tree or bush from above: clumps of leaves from the rim to the top, each with a lit and a dark side. */
export function paintCrown(easel: Easel, crown: Crown): void {
  const clumps = crownClumps(easel, crown);
  // Dark inner leaves, so that no ground shows through the thick of the crown.
  paintDisc(easel.canvas, [0, 0], crown.radiusM * 0.72, {
    color: shade(crown.color, 0.42),
    alpha: 1,
    softness: 0.3,
  });
  for (const clump of clumps) paintClump(easel, crown, clump);
}

function crownClumps(easel: Easel, crown: Crown): Clump[] {
  const { random } = easel;
  const count = Math.round(2.6 * (crown.radiusM / crown.clumpM) ** 2);
  const lobes = [0, 1, 2].map(() => random.range(0, 2 * Math.PI));
  const clumps: Clump[] = [];
  for (let i = 0; i < count; i++) {
    const [x, y] = pointWithin(easel, 1);
    const angle = Math.atan2(y, x);
    const rim = 0.82 + 0.1 * Math.sin(2 * angle + lobes[0]!) + 0.06 * Math.sin(5 * angle + lobes[1]!);
    const reach = (crown.radiusM - crown.clumpM) * rim;
    const height = Math.sqrt(Math.max(0, 1 - x * x - y * y)) + 0.12 * random.normal();
    clumps.push({ at: [x * reach, y * reach], radiusM: crown.clumpM * random.range(0.6, 1.25), height });
  }
  return clumps.sort((a, b) => a.height - b.height);
}

/** A clump: a dark patch away from the sun, a body, and leaf speckles that get lighter towards the sun. */
function paintClump(easel: Easel, crown: Crown, clump: Clump): void {
  const { canvas, light, random } = easel;
  const away = clump.radiusM * 0.6;
  const dark: PointM = [clump.at[0] - light.toSun[0] * away, clump.at[1] - light.toSun[1] * away];
  const shadow = { color: shadeColor, alpha: 0.36 * light.strength, softness: 0.6, mode: 'atop' } as const;
  paintDisc(canvas, dark, clump.radiusM * 1.02, shadow);
  const side = (clump.at[0] * light.toSun[0] + clump.at[1] * light.toSun[1]) / crown.radiusM;
  const tone = (0.72 + 0.3 * clump.height) * (1 + 0.16 * side * light.relief) * random.range(0.9, 1.1);
  paintDisc(canvas, clump.at, clump.radiusM * 0.9, {
    color: shade(crown.color, tone * 0.72),
    alpha: 0.8,
    softness: 0.5,
  });
  const speckles = Math.min(120, Math.round(1.2 * (clump.radiusM / crown.leafM) ** 2));
  for (let i = 0; i < speckles; i++) {
    const [x, y] = pointWithin(easel, 1);
    const lit = 1 + 0.34 * light.relief * (x * light.toSun[0] + y * light.toSun[1]);
    const color = shade(crown.color, tone * lit * random.range(0.8, 1.22));
    const at: PointM = [clump.at[0] + x * clump.radiusM, clump.at[1] + y * clump.radiusM];
    paintDisc(canvas, at, crown.leafM * random.range(0.5, 1), { color, alpha: 0.8 });
  }
}

/** Paints an elder in flower: a round bush with creamy flat heads of 10 to 20 cm all over. */
export function paintElder(easel: Easel, radiusM: number): void {
  const { random, canvas } = easel;
  paintCrown(easel, { radiusM, color: [80, 116, 48], clumpM: 0.26, leafM: 0.05 });
  if (easel.look.season === 'spring') return;
  const heads = Math.round(radiusM * radiusM * random.range(14, 30));
  for (let i = 0; i < heads; i++) {
    const at = pointWithin(easel, radiusM * 0.86);
    const sizeM = random.range(0.045, 0.1);
    shadeDisc(easel, at, sizeM, { heightM: 0.06, share: 0.8 });
    for (let dot = 0; dot < 22; dot++) {
      const reach = sizeM * Math.sqrt(random.next());
      const angle = random.range(0, 2 * Math.PI);
      const place: PointM = [at[0] + Math.cos(angle) * reach, at[1] + Math.sin(angle) * reach];
      const color = mixColors([228, 222, 188], [214, 206, 160], random.next());
      paintDisc(canvas, place, 0.014, { color, alpha: 0.85 });
    }
  }
}

/** Paints a bush of 1.5 m radius: hawthorn, willow. */
export function paintBush(easel: Easel): void {
  paintCrown(easel, { radiusM: 1.5, color: crownColor(easel), clumpM: 0.26, leafM: 0.045 });
}

/** Paints a tree with a crown of 4 m radius. */
export function paintTree(easel: Easel): void {
  paintCrown(easel, { radiusM: 4, color: crownColor(easel), clumpM: 0.55, leafM: 0.065 });
}

/** Somewhere between the dark green of alder and the grey-green of willow. */
function crownColor(easel: Easel): Rgb {
  const t = easel.random.next();
  return [72 + 38 * t, 106 + 26 * t, 52 + 32 * t];
}
