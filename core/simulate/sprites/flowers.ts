import type { Rgb } from '../look.ts';
import { shade } from '../paint/canvas.ts';
import { paintLeaf } from '../paint/leaf.ts';
import { shadeDisc, shadePolygon, type Easel } from '../paint/light.ts';
import { paintDisc, paintLine, paintPolygon, type PointM } from '../paint/shapes.ts';
import { pointWithin } from './herbs.ts';

/** Paints cow parsley: many white umbels of 3 to 7 cm on thin stalks over feathery leaves. Small, and never one big disc. */
export function paintCowParsley(easel: Easel): void {
  const { random, canvas } = easel;
  for (let i = 0; i < 26; i++) {
    const color = shade([72, 112, 44], random.range(0.8, 1.25));
    const angleRad = random.range(0, 2 * Math.PI);
    const base = pointWithin(easel, 0.2);
    paintLeaf(easel, {
      base,
      angleRad,
      lengthM: random.range(0.1, 0.22),
      slender: 0.6,
      teeth: 7,
      cut: 0.8,
      color,
      heightM: 0.1,
      rib: 1,
    });
  }
  const heads = 8 + random.int(18);
  for (let i = 0; i < heads; i++) {
    const at = pointWithin(easel, 0.33);
    const radiusM = random.range(0.016, 0.036);
    paintLine(canvas, [[at[0] * 0.35, at[1] * 0.35], at], 0.004, { color: [110, 136, 70], alpha: 0.8 });
    shadeDisc(easel, at, radiusM, { heightM: 0.35, share: 0.6 });
    paintHead(easel, at, radiusM, [234, 236, 224]);
  }
}

function paintHead(easel: Easel, at: PointM, radiusM: number, color: Rgb): void {
  const { random, canvas } = easel;
  for (let i = 0; i < 11; i++) {
    const reach = radiusM * Math.sqrt(random.next());
    const angle = random.range(0, 2 * Math.PI);
    const dot: PointM = [at[0] + Math.cos(angle) * reach, at[1] + Math.sin(angle) * reach];
    paintDisc(canvas, dot, radiusM * 0.34, { color: shade(color, random.range(0.86, 1.04)), alpha: 0.85 });
  }
}

/** Paints a loose group of small flowers (daisies white, buttercups yellow): dots of 2 to 4 cm. */
export function paintSmallFlowers(easel: Easel, color: Rgb, eye: Rgb): void {
  const { random, canvas } = easel;
  const count = 6 + random.int(24);
  for (let i = 0; i < count; i++) {
    const at = pointWithin(easel, 0.38);
    const radiusM = random.range(0.009, 0.021);
    paintDisc(canvas, at, radiusM, { color: shade(color, random.range(0.88, 1.02)), alpha: 0.95 });
    paintDisc(canvas, at, radiusM * 0.35, { color: eye, alpha: 0.9 });
  }
}

/** Paints one to three stones, pale grey to white, with a dark side away from the sun. */
export function paintStones(easel: Easel): void {
  const { random, canvas, light } = easel;
  const count = 1 + random.int(3);
  for (let i = 0; i < count; i++) {
    const centre = pointWithin(easel, 0.2);
    const radiusM = random.range(0.05, 0.17);
    const tone = random.range(0.72, 1.08);
    const corners = 7 + random.int(4);
    const outline: PointM[] = [];
    for (let k = 0; k < corners; k++) {
      const angle = (k * 2 * Math.PI) / corners;
      const reach = radiusM * random.range(0.75, 1.1);
      outline.push([centre[0] + Math.cos(angle) * reach, centre[1] + Math.sin(angle) * reach * 0.8]);
    }
    shadePolygon(easel, outline, { heightM: radiusM * 0.8 });
    paintPolygon(canvas, outline, { color: [200, 198, 190], alpha: 1 }, (xM, yM) => {
      const lit = ((xM - centre[0]) * light.toSun[0] + (yM - centre[1]) * light.toSun[1]) / radiusM;
      return shade([196, 194, 186], tone * (0.9 + 0.2 * lit * light.relief));
    });
  }
}
