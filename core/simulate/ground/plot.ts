import type { Rgb } from '../look.ts';
import { createCanvas, shade, type Canvas } from '../paint/canvas.ts';
import { lightOf, type Light } from '../paint/light.ts';
import { paintDisc, paintLine, type PointM } from '../paint/shapes.ts';
import { createRandom, hashInts, type Random } from '../random.ts';
import type { SpriteContext } from '../sprites/sprite.ts';
import { fieldAt, makeField } from './periodic-field.ts';

/** A square of ground to be painted, which repeats. */
export interface Plot {
  readonly canvas: Canvas;
  readonly random: Random;
  readonly sideM: number;
  readonly dryness: number;
  readonly light: Light;
}

/** A bare plot; its side is about `sideM`, a power of two of texels. */
export function createPlot(context: SpriteContext, index: number, sideM: number): Plot {
  const canvas = createCanvas(sideM, context.texelM, true);
  return {
    canvas,
    random: createRandom(hashInts(context.seed, 0x6d0, index)),
    sideM: canvas.sizePx * canvas.texelM,
    dryness: context.look.dryness,
    light: lightOf(context.look),
  };
}

/** Fills the plot with a colour that wanders between two, by noise of the given grain. */
export function primePlot(plot: Plot, from: Rgb, to: Rgb, grainM: number): void {
  const { canvas, random, sideM } = plot;
  const size = canvas.sizePx;
  const cells = Math.max(1, Math.round(sideM / grainM));
  const coarse = makeField(random.int(1 << 20), cells);
  const fine = makeField(random.int(1 << 20), cells * 4);
  const step = cells / size;
  let at = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at += 4) {
      const x = column * step;
      const y = row * step;
      const t = 0.65 * fieldAt(coarse, x, y) + 0.35 * fieldAt(fine, x * 4, y * 4);
      canvas.rgba[at] = from[0] + (to[0] - from[0]) * t;
      canvas.rgba[at + 1] = from[1] + (to[1] - from[1]) * t;
      canvas.rgba[at + 2] = from[2] + (to[2] - from[2]) * t;
      canvas.rgba[at + 3] = 1;
    }
  }
}

/** Lights the plot as if it were hummocky: slopes towards the sun brighter, hollows darker. */
export function raiseRelief(plot: Plot, grainM: number, strength: number): void {
  const { canvas, random, sideM, light } = plot;
  const size = canvas.sizePx;
  const cells = Math.max(2, Math.round(sideM / grainM));
  const field = makeField(random.int(1 << 20), cells);
  const step = cells / size;
  const lean = 0.35;
  const sunX = light.toSun[0] * lean * light.relief;
  const sunY = -light.toSun[1] * lean * light.relief;
  let at = 0;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at += 4) {
      const x = column * step + 1;
      const y = row * step + 1;
      const here = fieldAt(field, x, y);
      const sunwards = fieldAt(field, x + sunX, y + sunY);
      const factor = 1 + strength * (1.6 * (here - sunwards) + 0.7 * (here - 0.5));
      for (let i = 0; i < 3; i++) canvas.rgba[at + i] = Math.min(255, canvas.rgba[at + i]! * factor);
    }
  }
}

function anywhere(plot: Plot): PointM {
  return [plot.random.range(0, plot.sideM), plot.random.range(0, plot.sideM)];
}

export interface Blades {
  readonly perM2: number;
  readonly lengthM: readonly [number, number];
  readonly color: (random: Random) => Rgb;
  /** How much all blades lie in one direction, 0..1. */
  readonly lodged: number;
}

/** Strews blades of grass: a dark lower half and a lit tip. */
export function strewBlades(plot: Plot, blades: Blades): void {
  const { canvas, random } = plot;
  const count = Math.round(blades.perM2 * plot.sideM * plot.sideM);
  const wind = random.range(0, 2 * Math.PI);
  for (let i = 0; i < count; i++) {
    const root = anywhere(plot);
    const angle = random.next() < blades.lodged ? wind + random.normal() * 0.5 : random.range(0, 2 * Math.PI);
    const half = random.range(blades.lengthM[0], blades.lengthM[1]) / 2;
    const mid: PointM = [root[0] + Math.cos(angle) * half, root[1] + Math.sin(angle) * half];
    const bend = angle + random.range(-0.6, 0.6);
    const tip: PointM = [mid[0] + Math.cos(bend) * half, mid[1] + Math.sin(bend) * half];
    const color = blades.color(random);
    paintLine(canvas, [root, mid], 0.005, { color: shade(color, 0.62), alpha: 0.75 });
    paintLine(canvas, [mid, tip], 0.0045, { color, alpha: 0.8 });
  }
}

/** Strews tufts: blades that radiate from a dark heart. */
export function strewTufts(plot: Plot, perM2: number, reachM: number, color: (random: Random) => Rgb): void {
  const { canvas, random } = plot;
  const count = Math.round(perM2 * plot.sideM * plot.sideM);
  for (let i = 0; i < count; i++) {
    const heart = anywhere(plot);
    const reach = reachM * random.range(0.5, 1.2);
    const tone = random.range(0.75, 1.2);
    paintDisc(canvas, heart, reach * 0.6, { color: [20, 30, 14], alpha: 0.45, softness: 1 });
    const lean = random.range(0, 2 * Math.PI);
    for (let blade = 0; blade < 34; blade++) {
      const angle = random.range(0, 2 * Math.PI);
      const length = reach * random.range(0.5, 1) * (1 + 0.5 * Math.cos(angle - lean));
      const root: PointM = [
        heart[0] + random.normal() * reach * 0.15,
        heart[1] + random.normal() * reach * 0.15,
      ];
      const tip: PointM = [root[0] + Math.cos(angle) * length, root[1] + Math.sin(angle) * length];
      paintLine(canvas, [root, tip], 0.005, { color: shade(color(random), tone), alpha: 0.75 });
    }
  }
}

/** Strews small round leaves (clover, plantain) in groups. */
export function strewLeaves(plot: Plot, perM2: number, color: Rgb): void {
  const { canvas, random } = plot;
  const groups = Math.round(perM2 * plot.sideM * plot.sideM);
  for (let group = 0; group < groups; group++) {
    const middle = anywhere(plot);
    const tone = random.range(0.8, 1.2);
    for (let i = 0; i < 9; i++) {
      const at: PointM = [middle[0] + random.normal() * 0.06, middle[1] + random.normal() * 0.06];
      const radiusM = random.range(0.008, 0.022);
      paintDisc(canvas, [at[0] + 0.008, at[1] - 0.008], radiusM, { color: [22, 32, 14], alpha: 0.5 });
      paintDisc(canvas, at, radiusM, { color: shade(color, tone * random.range(0.85, 1.15)), alpha: 0.9 });
    }
  }
}

/** Strews pebbles, few large and many small. */
export function strewPebbles(plot: Plot, perM2: number, color: Rgb, largestM: number): void {
  const { canvas, random } = plot;
  const count = Math.round(perM2 * plot.sideM * plot.sideM);
  for (let i = 0; i < count; i++) {
    const at = anywhere(plot);
    const radiusM = largestM * random.next() ** 3 + 0.005;
    paintDisc(canvas, [at[0] + radiusM * 0.4, at[1] - radiusM * 0.4], radiusM, {
      color: [40, 34, 28],
      alpha: 0.5,
    });
    paintDisc(canvas, at, radiusM, { color: shade(color, random.range(0.7, 1.2)), alpha: 0.85 });
  }
}
