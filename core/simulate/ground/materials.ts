import type { Rgb } from '../look.ts';
import { createCanvas, mixColors, shade, type Canvas } from '../paint/canvas.ts';
import { paintDisc, paintLine, type PointM } from '../paint/shapes.ts';
import { toTexture, type Texture } from '../paint/texture.ts';
import type { SpriteContext } from '../sprites/sprite.ts';
import { createRandom, hashInts, type Random } from '../random.ts';
import { periodicNoise } from './periodic-noise.ts';

/** The ground covers, in the order that `pickMaterial` in the raster knows them by. */
export const materialNames = ['grass', 'sward', 'thatch', 'soil', 'gravel', 'water'] as const;

export type MaterialName = (typeof materialNames)[number];

/** A repeating texture for each ground cover. All have the same texel size. */
export type GroundMaterials = Readonly<Record<MaterialName, Texture>>;

/** Side of the repeating square, about; the true side is the next power of two of texels. */
const tileM = 8;

interface Plot {
  readonly canvas: Canvas;
  readonly random: Random;
  readonly sideM: number;
  readonly dryness: number;
}

/** Paints all ground covers for a scene. */
export function paintMaterials(context: SpriteContext): GroundMaterials {
  const paint = (index: number, painter: (plot: Plot) => void): Texture => {
    const canvas = createCanvas(tileM, context.texelM, true);
    const random = createRandom(hashInts(context.seed, 0x6d0, index));
    painter({ canvas, random, sideM: canvas.sizePx * canvas.texelM, dryness: context.look.dryness });
    return toTexture(canvas);
  };
  return {
    grass: paint(0, paintGrass),
    sward: paint(1, paintSward),
    thatch: paint(2, paintThatch),
    soil: paint(3, paintSoil),
    gravel: paint(4, paintGravel),
    water: paint(5, paintWater),
  };
}

/** Fills the tile with a colour that wanders between two, by noise of the given grain. */
function primePlot(plot: Plot, from: Rgb, to: Rgb, grainM: number): void {
  const { canvas, random, sideM } = plot;
  const cells = Math.max(1, Math.round(sideM / grainM));
  const seed = random.int(1 << 20);
  const size = canvas.sizePx;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const x = (column / size) * cells;
      const y = (row / size) * cells;
      const t =
        0.65 * periodicNoise(x, y, seed, cells) + 0.35 * periodicNoise(x * 4, y * 4, seed + 1, cells * 4);
      const at = (row * size + column) * 4;
      canvas.rgba[at] = from[0] + (to[0] - from[0]) * t;
      canvas.rgba[at + 1] = from[1] + (to[1] - from[1]) * t;
      canvas.rgba[at + 2] = from[2] + (to[2] - from[2]) * t;
      canvas.rgba[at + 3] = 1;
    }
  }
}

function anywhere(plot: Plot): PointM {
  return [plot.random.range(0, plot.sideM), plot.random.range(0, plot.sideM)];
}

interface Blades {
  readonly perM2: number;
  readonly lengthM: readonly [number, number];
  readonly color: (random: Random) => Rgb;
  /** How much all blades lie in one direction, 0..1. */
  readonly lodged: number;
}

/** Strews blades of grass: a dark lower half and a lit tip. */
function strewBlades(plot: Plot, blades: Blades): void {
  const { canvas, random } = plot;
  const count = Math.round(blades.perM2 * plot.sideM * plot.sideM);
  const wind = random.range(0, 2 * Math.PI);
  for (let i = 0; i < count; i++) {
    const root = anywhere(plot);
    const angle = random.next() < blades.lodged ? wind + random.normal() * 0.5 : random.range(0, 2 * Math.PI);
    const length = random.range(blades.lengthM[0], blades.lengthM[1]);
    const mid: PointM = [root[0] + Math.cos(angle) * length * 0.5, root[1] + Math.sin(angle) * length * 0.5];
    const bend = angle + random.range(-0.6, 0.6);
    const tip: PointM = [mid[0] + Math.cos(bend) * length * 0.5, mid[1] + Math.sin(bend) * length * 0.5];
    const color = blades.color(random);
    paintLine(canvas, [root, mid], 0.005, { color: shade(color, 0.7), alpha: 0.75 });
    paintLine(canvas, [mid, tip], 0.0045, { color, alpha: 0.75 });
  }
}

/** Strews small round leaves (clover, plantain) in groups. */
function strewLeaves(plot: Plot, perM2: number, color: Rgb): void {
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

function strewPebbles(plot: Plot, perM2: number, color: Rgb, largestM: number): void {
  const { canvas, random } = plot;
  const count = Math.round(perM2 * plot.sideM * plot.sideM);
  for (let i = 0; i < count; i++) {
    const at = anywhere(plot);
    const radiusM = largestM * random.next() ** 3 + 0.006;
    paintDisc(canvas, [at[0] + radiusM * 0.4, at[1] - radiusM * 0.4], radiusM, {
      color: [40, 34, 28],
      alpha: 0.5,
    });
    paintDisc(canvas, at, radiusM, { color: shade(color, random.range(0.7, 1.2)), alpha: 0.9 });
  }
}

const straw: Rgb = [164, 150, 104];

function freshBlade(random: Random): Rgb {
  return mixColors([52, 92, 30], [122, 156, 62], random.next());
}

function tallBlade(random: Random): Rgb {
  return mixColors([44, 86, 30], [102, 148, 52], random.next());
}

function oldBlade(random: Random): Rgb {
  return random.next() < 0.22 ? freshBlade(random) : shade(straw, random.range(0.6, 1.22));
}

function paintGrass(plot: Plot): void {
  primePlot(plot, [40, 56, 24], [74, 92, 38], 0.5);
  strewBlades(plot, { perM2: 500, lengthM: [0.05, 0.14], lodged: 0, color: () => straw });
  strewBlades(plot, {
    perM2: 2600,
    lengthM: [0.05, 0.16],
    lodged: 0.15,
    color: (random) =>
      random.next() < plot.dryness * 0.5 ? shade(straw, random.range(0.7, 1)) : freshBlade(random),
  });
  strewLeaves(plot, 7, [88, 128, 54]);
}

function paintSward(plot: Plot): void {
  primePlot(plot, [34, 54, 22], [62, 92, 32], 0.8);
  strewBlades(plot, { perM2: 2400, lengthM: [0.12, 0.34], lodged: 0.6, color: tallBlade });
  strewLeaves(plot, 3, [70, 118, 48]);
}

function paintThatch(plot: Plot): void {
  primePlot(plot, [92, 82, 52], [136, 122, 82], 0.4);
  strewBlades(plot, { perM2: 1900, lengthM: [0.08, 0.3], lodged: 0.35, color: oldBlade });
}

function paintSoil(plot: Plot): void {
  primePlot(plot, [92, 74, 56], [140, 118, 92], 0.3);
  strewPebbles(plot, 60, [150, 138, 120], 0.04);
  strewBlades(plot, { perM2: 160, lengthM: [0.03, 0.1], lodged: 0, color: freshBlade });
  strewBlades(plot, { perM2: 160, lengthM: [0.05, 0.2], lodged: 0, color: () => straw });
}

function paintGravel(plot: Plot): void {
  primePlot(plot, [138, 128, 112], [170, 160, 144], 0.6);
  strewPebbles(plot, 420, [176, 170, 158], 0.035);
}

function paintWater(plot: Plot): void {
  primePlot(plot, [32, 38, 32], [58, 64, 56], 0.7);
  strewBlades(plot, { perM2: 14, lengthM: [0.05, 0.4], lodged: 0.9, color: () => [108, 122, 124] });
}
