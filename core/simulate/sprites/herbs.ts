import type { Rgb } from '../look.ts';
import { mixColors, shade } from '../paint/canvas.ts';
import { paintLeaf } from '../paint/leaf.ts';
import { shadeDisc, type Easel } from '../paint/light.ts';
import { paintDisc, paintLine, type PointM } from '../paint/shapes.ts';

/** A random point within `radiusM` of the middle, even over the disc. */
export function pointWithin(easel: Easel, radiusM: number): PointM {
  const reach = radiusM * Math.sqrt(easel.random.next());
  const angle = easel.random.range(0, 2 * Math.PI);
  return [Math.cos(angle) * reach, Math.sin(angle) * reach];
}

/** Paints a tuft of tall grass: long bent blades from one spot, dark at the base. */
export function paintTuft(easel: Easel, radiusM: number): void {
  const { random, canvas } = easel;
  const straw = easel.look.dryness * 0.9;
  const lean: PointM = [random.normal() * 0.12 * radiusM, random.normal() * 0.12 * radiusM];
  shadeDisc(easel, [0, 0], radiusM * 0.7, { heightM: 0.12, share: 0.6, softness: 0.8 });
  for (let i = 0; i < 130; i++) {
    const root = pointWithin(easel, radiusM * 0.45);
    const angle = random.range(0, 2 * Math.PI);
    const length = radiusM * random.range(0.35, 0.95);
    const mid: PointM = [
      root[0] + Math.cos(angle) * length * 0.55,
      root[1] + Math.sin(angle) * length * 0.55,
    ];
    const tip: PointM = [
      root[0] + Math.cos(angle + 0.25) * length + lean[0],
      root[1] + Math.sin(angle + 0.25) * length + lean[1],
    ];
    const fresh: Rgb = [78 + random.range(-18, 24), 118 + random.range(-20, 26), 42 + random.range(-10, 12)];
    const color = random.chance(straw * 0.6) ? ([168, 158, 104] as const) : fresh;
    paintLine(canvas, [root, mid], 0.006, { color: shade(color, 0.62), alpha: 0.85 });
    paintLine(canvas, [mid, tip], 0.005, { color, alpha: 0.85 });
  }
}

/** Paints a dock: a loose rosette of long smooth leaves, in summer with a rusty spike of seed. */
export function paintDock(easel: Easel): void {
  const { random } = easel;
  const color = mixColors([74, 106, 46], [104, 138, 56], random.next());
  const count = 7 + random.int(6);
  for (let i = 0; i < count; i++) {
    paintLeaf(easel, {
      base: pointWithin(easel, 0.03),
      angleRad: i * 2.39996 + random.range(-0.3, 0.3),
      lengthM: random.range(0.16, 0.34),
      slender: random.range(0.22, 0.32),
      teeth: 0,
      cut: 0,
      color: random.chance(0.12) ? [122, 86, 56] : shade(color, random.range(0.85, 1.12)),
      heightM: 0.1,
      rib: 1.25,
    });
  }
  if (easel.look.season === 'summer' && random.chance(0.6)) paintSpike(easel, [98, 78, 56], 0.14);
}

function paintSpike(easel: Easel, color: Rgb, lengthM: number): void {
  const angle = easel.random.range(0, 2 * Math.PI);
  for (let i = 0; i < 60; i++) {
    const along = easel.random.next() * lengthM;
    const at: PointM = [Math.cos(angle) * along, Math.sin(angle) * along];
    const dot: PointM = [at[0] + easel.random.normal() * 0.012, at[1] + easel.random.normal() * 0.012];
    paintDisc(easel.canvas, dot, 0.008, { color: shade(color, easel.random.range(0.7, 1.3)), alpha: 0.9 });
  }
}

/** Paints a bed of stinging nettles: many small toothed leaves in crossed pairs, dark green. */
export function paintNettles(easel: Easel, radiusM: number): void {
  const { random } = easel;
  const color: Rgb = [72, 98, 54];
  for (let plant = 0; plant < 60; plant++) {
    const base = pointWithin(easel, radiusM);
    const turn = random.range(0, Math.PI);
    const tone = random.range(0.85, 1.2);
    for (let i = 0; i < 6; i++) {
      paintLeaf(easel, {
        base,
        angleRad: turn + (i * Math.PI) / 2 + (i > 3 ? 0.785 : 0),
        lengthM: random.range(0.05, 0.1) * (i > 3 ? 0.6 : 1),
        slender: 0.55,
        teeth: 5,
        cut: 0.15,
        color: shade(color, tone * (i > 3 ? 1.18 : 1)),
        heightM: 0.05,
        rib: 1,
      });
    }
  }
}

/** Paints a burdock or butterbur: a few big rounded leaves, grey-green: the look-alike of a hogweed rosette. */
export function paintBurdock(easel: Easel): void {
  const { random } = easel;
  const color = mixColors([74, 106, 54], [102, 134, 78], random.next());
  const count = 8 + random.int(6);
  for (let i = 0; i < count; i++) {
    paintLeaf(easel, {
      base: pointWithin(easel, 0.1),
      angleRad: i * 2.39996 + random.range(-0.3, 0.3),
      lengthM: random.range(0.14, 0.4) * (1 - i / (count * 2)),
      slender: random.range(0.8, 1),
      teeth: 0,
      cut: 0,
      color: shade(color, random.range(0.85, 1.12)),
      heightM: 0.2,
      rib: 1.5,
    });
  }
}
