import type { Rgb } from '../look.ts';
import type { Easel } from '../paint/light.ts';
import { paintLine, type PointM } from '../paint/shapes.ts';
import { mixColors } from '../paint/canvas.ts';
import { paintHogweedLeaf } from './hogweed-leaf.ts';
import { paintUmbel } from './umbel.ts';

/** Radius in metres of a plant painted at scale 1; a placed plant is scaled from it. */
export const hogweedRadiusM = { flowering: 0.9, rosette: 0.65 } as const;

/** Paints a leaf rosette without flower: lobed leaves all round, the small ones in the middle last and on top. */
export function paintRosette(easel: Easel): void {
  const { random } = easel;
  const color = leafColor(easel, easel.look.season === 'spring' ? 0.75 : 0.35);
  paintLeafRing(easel, { count: 6 + random.int(5), reachM: hogweedRadiusM.rosette, color, heightM: 0.22 });
  paintLeafRing(easel, {
    count: 2 + random.int(3),
    reachM: 0.36,
    color: mixColors(color, [150, 185, 60], 0.3),
    heightM: 0.16,
  });
}

/** Paints a flowering plant: big leaves below, stalks, secondary umbels, and the main umbel above all. */
export function paintFlowering(easel: Easel): void {
  const { random } = easel;
  const color = leafColor(easel, 0.15);
  paintLeafRing(easel, { count: 6 + random.int(4), reachM: hogweedRadiusM.flowering, color, heightM: 0.5 });
  const bloom = random.range(0.78, 1);
  const mainM = random.range(0.22, 0.36);
  const count = 3 + random.int(5);
  const start = random.range(0, 2 * Math.PI);
  for (let i = 0; i < count; i++) {
    const angle = start + ((i + random.range(-0.25, 0.25)) * 2 * Math.PI) / count;
    const reach = mainM + random.range(0.1, 0.32);
    const centre: PointM = [Math.cos(angle) * reach, Math.sin(angle) * reach];
    paintLine(easel.canvas, [[0, 0], centre], 0.022, { color: [118, 140, 72], alpha: 0.95 });
    paintUmbel(easel, {
      centre,
      radiusM: random.range(0.09, 0.19),
      rays: 18 + random.int(22),
      heightM: random.range(0.5, 0.8),
      bloom: bloom * random.range(0.6, 1),
    });
  }
  paintUmbel(easel, { centre: [0, 0], radiusM: mainM, rays: 55 + random.int(55), heightM: 0.95, bloom });
}

/** Between the dark green of shade and age (0) and the yellow-green of young leaves in sun (1). */
function leafColor(easel: Easel, youth: number): Rgb {
  const old: Rgb = [58, 98, 38];
  const young: Rgb = [112, 150, 44];
  return mixColors(old, young, Math.min(1, Math.max(0, youth + 0.22 * easel.random.normal())));
}

interface LeafRing {
  readonly count: number;
  readonly reachM: number;
  readonly color: Rgb;
  readonly heightM: number;
}

function paintLeafRing(easel: Easel, ring: LeafRing): void {
  const { random } = easel;
  const start = random.range(0, 2 * Math.PI);
  for (let i = 0; i < ring.count; i++) {
    // The golden angle: leaves that are painted one after the other are not neighbours.
    paintHogweedLeaf(easel, {
      root: [0, 0],
      angleRad: start + i * 2.39996 + random.range(-0.25, 0.25),
      lengthM: ring.reachM * random.range(0.72, 1),
      color: mixColors(ring.color, [70, 110, 40], random.range(0, 0.35)),
      heightM: ring.heightM * random.range(0.6, 1.2),
    });
  }
}
