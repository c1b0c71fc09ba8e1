import type { Rgb } from '../look.ts';
import { fractalNoise } from '../noise.ts';
import { mixColors, shade } from './canvas.ts';
import { shadePolygon, type Easel } from './light.ts';
import { paintLine, paintPolygon, type PointM } from './shapes.ts';

export interface Leaf {
  readonly base: PointM;
  /** Direction from base to tip, radians counter-clockwise from east. */
  readonly angleRad: number;
  readonly lengthM: number;
  /** Largest width as a share of the length. */
  readonly slender: number;
  /** Pairs of teeth on the margin; 0 = smooth. */
  readonly teeth: number;
  /** How deep the teeth are cut, 0..1. */
  readonly cut: number;
  readonly color: Rgb;
  /** Height above what is below, for the drop shadow. */
  readonly heightM: number;
  /** Brightness of the ribs relative to the blade; 1 = unseen. */
  readonly rib: number;
}

/** Outline of a leaf along +x, length 1: out along the left margin, back along the right, teeth swept forward. */
function leafOutline(leaf: Leaf, jitter: () => number): PointM[] {
  const left: PointM[] = [[0, 0]];
  const right: PointM[] = [];
  const steps = leaf.teeth > 0 ? leaf.teeth : 14;
  for (let i = 1; i <= steps; i++) {
    for (const side of [1, -1]) {
      const along = (i - 0.5) / steps;
      const width = (leaf.slender / 2) * Math.sin(Math.PI * along ** 0.75) ** 0.8;
      const tipX = along + (leaf.teeth > 0 ? 0.5 / steps : 0) + 0.02 * jitter();
      const tip: PointM = [tipX, side * width * (1 + (leaf.teeth > 0 ? 0.15 : 0.04) * jitter())];
      const notchX = Math.min(0.98, along + 0.55 / steps);
      const notch: PointM = [notchX, side * width * (1 - leaf.cut) * (1 - 0.2 * along)];
      (side > 0 ? left : right).push(...(leaf.teeth > 0 ? [tip, notch] : [tip]));
    }
  }
  return [...left, [1, 0], ...right.toReversed()];
}

/** Paints one leaf: its drop shadow, the blade folded along the midrib towards or from the sun, and the ribs. */
export function paintLeaf(easel: Easel, leaf: Leaf): void {
  const { canvas, random } = easel;
  const cos = Math.cos(leaf.angleRad) * leaf.lengthM;
  const sin = Math.sin(leaf.angleRad) * leaf.lengthM;
  const place = (p: PointM): PointM => [
    leaf.base[0] + p[0] * cos - p[1] * sin,
    leaf.base[1] + p[0] * sin + p[1] * cos,
  ];
  const outline = leafOutline(leaf, () => random.range(-1, 1)).map(place);
  shadePolygon(easel, outline, { heightM: leaf.heightM, share: 0.9 });
  paintPolygon(canvas, outline, { color: leaf.color, alpha: 1 }, bladeColors(easel, leaf));
  paintRibs(easel, leaf, place);
}

function bladeColors(easel: Easel, leaf: Leaf): (xM: number, yM: number) => Rgb {
  const { light, random } = easel;
  const dirX = Math.cos(leaf.angleRad);
  const dirY = Math.sin(leaf.angleRad);
  // The half of the blade whose outward normal looks at the sun is the brighter one.
  const facing = -dirY * light.toSun[0] + dirX * light.toSun[1];
  const fold = 0.16 * light.relief * facing;
  const droop = 0.1 * light.relief * (dirX * light.toSun[0] + dirY * light.toSun[1]);
  const seed = random.int(1 << 20);
  const grain = 14 / Math.max(0.1, leaf.lengthM);
  return (xM, yM) => {
    const dx = xM - leaf.base[0];
    const dy = yM - leaf.base[1];
    const along = (dx * dirX + dy * dirY) / leaf.lengthM;
    const side = dx * -dirY + dy * dirX > 0 ? fold : -fold;
    const mottle = 0.3 * (fractalNoise(xM * grain, yM * grain, seed, 2) - 0.5);
    return shade(leaf.color, 0.93 + 0.12 * along + side + droop * (2 * along - 1) + mottle);
  };
}

function paintRibs(easel: Easel, leaf: Leaf, place: (point: PointM) => PointM): void {
  if (leaf.rib === 1) return;
  const pale: Rgb = mixColors(shade(leaf.color, leaf.rib), [205, 215, 150], 0.25);
  const width = Math.min(0.009, leaf.lengthM * 0.016);
  paintLine(easel.canvas, [place([0, 0]), place([0.92, 0])], width, { color: pale, alpha: 0.75 });
  const pairs = Math.max(3, Math.min(5, leaf.teeth));
  for (let i = 0; i < pairs; i++) {
    const from = 0.1 + (0.65 * i) / pairs;
    for (const side of [1, -1]) {
      const reach = place([from + 0.2, side * leaf.slender * 0.36]);
      paintLine(easel.canvas, [place([from, 0]), reach], width * 0.55, { color: pale, alpha: 0.5 });
    }
  }
}
