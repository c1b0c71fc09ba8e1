import type { Rgb } from '../look.ts';
import { createCanvas, shade, type Canvas } from '../paint/canvas.ts';
import { lightOf, type Light } from '../paint/light.ts';
import { paintDisc, paintLine, type PointM } from '../paint/shapes.ts';
import { createRandom, hashInts, type Random } from '../random.ts';
import type { SpriteContext } from '../sprites/sprite.ts';
import { fieldReader, makeField } from './periodic-field.ts';

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
  const { random } = plot;
  const { sizePx, rgba } = plot.canvas;
  const cells = Math.max(1, Math.round(plot.sideM / grainM));
  const coarse = fieldReader(makeField(random.int(1 << 20), cells), sizePx);
  const fine = fieldReader(makeField(random.int(1 << 20), cells * 4), sizePx);
  const coarseLine = new Float32Array(sizePx);
  const fineLine = new Float32Array(sizePx);
  let at = 0;
  for (let row = 0; row < sizePx; row++) {
    coarse.read(row, coarseLine);
    fine.read(row, fineLine);
    for (let column = 0; column < sizePx; column++, at += 4) {
      const t = 0.65 * coarseLine[column]! + 0.35 * fineLine[column]!;
      rgba[at] = from[0] + (to[0] - from[0]) * t;
      rgba[at + 1] = from[1] + (to[1] - from[1]) * t;
      rgba[at + 2] = from[2] + (to[2] - from[2]) * t;
      rgba[at + 3] = 1;
    }
  }
}

/** Lights the plot as if it were hummocky: slopes towards the sun brighter, hollows darker. */
export function raiseRelief(plot: Plot, grainM: number, strength: number): void {
  const { random, light } = plot;
  const { sizePx, rgba } = plot.canvas;
  const field = makeField(random.int(1 << 20), Math.max(2, Math.round(plot.sideM / grainM)));
  const lean = 0.35 * light.relief;
  const heights = fieldReader(field, sizePx);
  const sunwards = fieldReader(field, sizePx, light.toSun[0] * lean, -light.toSun[1] * lean);
  const here = new Float32Array(sizePx);
  const there = new Float32Array(sizePx);
  let at = 0;
  for (let row = 0; row < sizePx; row++) {
    heights.read(row, here);
    sunwards.read(row, there);
    for (let column = 0; column < sizePx; column++, at += 4) {
      const height = here[column]!;
      const factor = 1 + strength * (1.6 * (height - there[column]!) + 0.7 * (height - 0.5));
      rgba[at] = Math.min(255, rgba[at]! * factor);
      rgba[at + 1] = Math.min(255, rgba[at + 1]! * factor);
      rgba[at + 2] = Math.min(255, rgba[at + 2]! * factor);
    }
  }
}

/**
 * A place for the `index`th of `count` things: anywhere from west to east, but row after row from one side to the other.
 * Spread as evenly as at random, and neighbours in painting order lie close together in memory.
 */
function placeFor(plot: Plot, index: number, count: number): PointM {
  const { random, sideM } = plot;
  return [random.range(0, sideM), ((index + random.next()) / count) * sideM];
}

/**
 * Share of blades that is worth painting: where a blade is far finer than a texel, fewer and broader ones do.
 */
function thinning(canvas: Canvas): number {
  return Math.min(1, Math.max(0.3, 0.01 / canvas.texelM));
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
  const share = thinning(canvas);
  const count = Math.round(blades.perM2 * share * plot.sideM * plot.sideM);
  const widthM = 0.005 / share;
  const wind = random.range(0, 2 * Math.PI);
  for (let i = 0; i < count; i++) {
    const root = placeFor(plot, i, count);
    const angle = random.next() < blades.lodged ? wind + random.normal() * 0.5 : random.range(0, 2 * Math.PI);
    const half = random.range(blades.lengthM[0], blades.lengthM[1]) / 2;
    const mid: PointM = [root[0] + Math.cos(angle) * half, root[1] + Math.sin(angle) * half];
    const bend = angle + random.range(-0.6, 0.6);
    const tip: PointM = [mid[0] + Math.cos(bend) * half, mid[1] + Math.sin(bend) * half];
    const color = blades.color(random);
    paintLine(canvas, [root, mid], widthM, { color: shade(color, 0.62), alpha: 0.75 });
    paintLine(canvas, [mid, tip], widthM, { color, alpha: 0.75 });
  }
}

/** Strews tufts: blades that radiate from a dark heart. */
export function strewTufts(plot: Plot, perM2: number, reachM: number, color: (random: Random) => Rgb): void {
  const { canvas, random } = plot;
  const count = Math.round(perM2 * plot.sideM * plot.sideM);
  const blades = Math.round(34 * thinning(canvas));
  for (let i = 0; i < count; i++) {
    const heart = placeFor(plot, i, count);
    const reach = reachM * random.range(0.5, 1.2);
    const tone = random.range(0.75, 1.2);
    paintDisc(canvas, heart, reach * 0.6, { color: [20, 30, 14], alpha: 0.45, softness: 1 });
    const lean = random.range(0, 2 * Math.PI);
    for (let blade = 0; blade < blades; blade++) {
      const angle = random.range(0, 2 * Math.PI);
      const length = reach * random.range(0.5, 1) * (1 + 0.5 * Math.cos(angle - lean));
      const root: PointM = [
        heart[0] + random.normal() * reach * 0.15,
        heart[1] + random.normal() * reach * 0.15,
      ];
      const tip: PointM = [root[0] + Math.cos(angle) * length, root[1] + Math.sin(angle) * length];
      paintLine(canvas, [root, tip], 0.17 / blades, { color: shade(color(random), tone), alpha: 0.75 });
    }
  }
}

/** Strews small round leaves (clover, plantain) in groups. */
export function strewLeaves(plot: Plot, perM2: number, color: Rgb): void {
  const { canvas, random } = plot;
  const groups = Math.round(perM2 * plot.sideM * plot.sideM);
  for (let group = 0; group < groups; group++) {
    const middle = placeFor(plot, group, groups);
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
    const at = placeFor(plot, i, count);
    const radiusM = largestM * random.next() ** 3 + 0.005;
    paintDisc(canvas, [at[0] + radiusM * 0.4, at[1] - radiusM * 0.4], radiusM, {
      color: [40, 34, 28],
      alpha: 0.5,
    });
    paintDisc(canvas, at, radiusM, { color: shade(color, random.range(0.7, 1.2)), alpha: 0.85 });
  }
}
