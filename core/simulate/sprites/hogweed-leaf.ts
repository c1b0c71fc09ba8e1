import type { Rgb } from '../look.ts';
import { shade } from '../paint/canvas.ts';
import { paintLeaf } from '../paint/leaf.ts';
import { shadeStalk, type Easel } from '../paint/light.ts';
import { paintLine, type PointM } from '../paint/shapes.ts';

export interface HogweedLeaf {
  /** Where the stalk leaves the plant. */
  readonly root: PointM;
  readonly angleRad: number;
  /** From root to tip. */
  readonly lengthM: number;
  readonly color: Rgb;
  readonly heightM: number;
}

/** One leaflet of the compound leaf: where it sits on the leaf's axis, how it points, how long it is (shares of the length). */
interface Leaflet {
  readonly at: number;
  readonly turnRad: number;
  readonly length: number;
}

/**
 * Paints one giant hogweed leaf: a stalk and five to seven deeply cut, sharply toothed leaflets, the last the largest
 * (Heracleum mantegazzianum: Nielsen et al. 2005, "The Giant Hogweed Best Practice Manual", p. 6).
 */
export function paintHogweedLeaf(easel: Easel, leaf: HogweedLeaf): void {
  const { random } = easel;
  const onAxis = (share: number): PointM => [
    leaf.root[0] + Math.cos(leaf.angleRad) * leaf.lengthM * share,
    leaf.root[1] + Math.sin(leaf.angleRad) * leaf.lengthM * share,
  ];
  const stalk = shade(leaf.color, 1.15);
  shadeStalk(easel, [leaf.root, onAxis(0.8)], 0.02, leaf.heightM);
  paintLine(easel.canvas, [leaf.root, onAxis(0.8)], 0.018, { color: stalk, alpha: 0.95 });
  for (const leaflet of leaflets(easel)) {
    paintLeaf(easel, {
      base: onAxis(leaflet.at),
      angleRad: leaf.angleRad + leaflet.turnRad,
      lengthM: leaf.lengthM * leaflet.length,
      slender: random.range(0.5, 0.68),
      teeth: 4 + random.int(3),
      cut: random.range(0.42, 0.66),
      color: shade(leaf.color, random.range(0.9, 1.1)),
      heightM: leaf.heightM * random.range(0.6, 1),
      rib: 1.3,
    });
  }
}

/** Lowest pair first, the end leaflet last and on top. */
function leaflets(easel: Easel): Leaflet[] {
  const { random } = easel;
  const parts: Leaflet[] = [];
  const pairs = random.chance(0.55) ? 2 : 3;
  for (let pair = 0; pair < pairs; pair++) {
    const spread = 1.05 - 0.22 * pair;
    for (const side of [1, -1]) {
      parts.push({
        at: 0.36 + 0.15 * pair + random.range(-0.02, 0.02),
        turnRad: side * (spread + random.range(-0.12, 0.12)),
        length: (0.46 - 0.07 * pair) * random.range(0.88, 1.08),
      });
    }
  }
  parts.push({ at: 0.5, turnRad: random.range(-0.08, 0.08), length: 0.5 });
  return parts;
}
