import type { Rgb } from '../look.ts';
import { mixColors, shade } from '../paint/canvas.ts';
import { toTexture, type Texture } from '../paint/texture.ts';
import type { Random } from '../random.ts';
import type { SpriteContext } from '../sprites/sprite.ts';
import {
  createPlot,
  primePlot,
  raiseRelief,
  strewBlades,
  strewLeaves,
  strewPebbles,
  strewTufts,
  type Plot,
} from './plot.ts';

/** The ground covers, in the order that `pickMaterial` in the raster knows them by. */
export const materialNames = ['grass', 'sward', 'thatch', 'soil', 'gravel', 'water'] as const;

export type MaterialName = (typeof materialNames)[number];

/** A repeating texture for each ground cover. All have the same texel size, not the same side. */
export type GroundMaterials = Readonly<Record<MaterialName, Texture>>;

/** Sides of the repeating squares in metres, about: the commonest covers repeat last. */
const sideM = { common: 8, rare: 4 } as const;

/** Paints all ground covers for a scene. */
export function paintMaterials(context: SpriteContext): GroundMaterials {
  const paint = (index: number, side: number, painter: (plot: Plot) => void): Texture => {
    const plot = createPlot(context, index, side);
    painter(plot);
    return toTexture(plot.canvas);
  };
  return {
    grass: paint(0, sideM.common, paintGrass),
    sward: paint(1, sideM.common, paintSward),
    thatch: paint(2, sideM.common, paintThatch),
    soil: paint(3, sideM.rare, paintSoil),
    gravel: paint(4, sideM.rare, paintGravel),
    water: paint(5, sideM.rare, paintWater),
  };
}

const straw: Rgb = [158, 148, 112];

function freshBlade(random: Random): Rgb {
  return mixColors([66, 86, 38], [138, 152, 84], random.next());
}

function tallBlade(random: Random): Rgb {
  return mixColors([56, 82, 34], [122, 146, 68], random.next());
}

function oldBlade(random: Random): Rgb {
  return random.next() < 0.3 ? freshBlade(random) : shade(straw, random.range(0.55, 1.2));
}

function paintGrass(plot: Plot): void {
  const mixed = (random: Random): Rgb =>
    random.next() < 0.06 + plot.dryness * 0.5 ? shade(straw, random.range(0.7, 1.05)) : freshBlade(random);
  primePlot(plot, [38, 44, 26], [72, 78, 42], 0.4);
  strewBlades(plot, { perM2: 420, lengthM: [0.05, 0.14], lodged: 0, color: () => straw });
  strewBlades(plot, { perM2: 1700, lengthM: [0.05, 0.16], lodged: 0.15, color: mixed });
  strewTufts(plot, 9, 0.13, mixed);
  strewLeaves(plot, 6, [92, 124, 62]);
  raiseRelief(plot, 0.4, 0.18);
  raiseRelief(plot, 0.14, 0.28);
}

function paintSward(plot: Plot): void {
  primePlot(plot, [32, 42, 22], [64, 80, 36], 0.8);
  strewBlades(plot, { perM2: 1500, lengthM: [0.12, 0.34], lodged: 0.6, color: tallBlade });
  strewTufts(plot, 10, 0.22, tallBlade);
  strewLeaves(plot, 3, [76, 116, 56]);
  raiseRelief(plot, 0.5, 0.2);
  raiseRelief(plot, 0.17, 0.34);
}

function paintThatch(plot: Plot): void {
  primePlot(plot, [84, 76, 52], [126, 116, 84], 0.4);
  strewBlades(plot, { perM2: 1500, lengthM: [0.08, 0.3], lodged: 0.35, color: oldBlade });
  strewTufts(plot, 5, 0.16, oldBlade);
  raiseRelief(plot, 0.4, 0.14);
  raiseRelief(plot, 0.13, 0.2);
}

function paintSoil(plot: Plot): void {
  primePlot(plot, [82, 75, 55], [124, 115, 88], 0.3);
  strewPebbles(plot, 50, [148, 142, 124], 0.03);
  strewBlades(plot, { perM2: 150, lengthM: [0.03, 0.1], lodged: 0, color: freshBlade });
  strewBlades(plot, { perM2: 220, lengthM: [0.05, 0.2], lodged: 0, color: () => straw });
  raiseRelief(plot, 0.17, 0.26);
}

function paintGravel(plot: Plot): void {
  primePlot(plot, [110, 107, 92], [142, 138, 120], 0.5);
  strewPebbles(plot, 380, [148, 144, 132], 0.022);
  strewBlades(plot, { perM2: 60, lengthM: [0.03, 0.1], lodged: 0, color: freshBlade });
  raiseRelief(plot, 0.5, 0.16);
}

function paintWater(plot: Plot): void {
  primePlot(plot, [34, 40, 34], [60, 66, 58], 0.7);
  strewBlades(plot, { perM2: 14, lengthM: [0.05, 0.4], lodged: 0.9, color: () => [108, 122, 124] });
}
