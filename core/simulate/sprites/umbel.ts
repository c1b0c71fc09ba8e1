import type { Rgb } from '../look.ts';
import { mixColors, shade } from '../paint/canvas.ts';
import { shadeDisc, shadeStalk, type Easel } from '../paint/light.ts';
import { paintDisc, paintLine, type PointM } from '../paint/shapes.ts';
import { createRandom } from '../random.ts';

export interface Umbel {
  readonly centre: PointM;
  readonly radiusM: number;
  /** Rays, each with a small umbel at its end. */
  readonly rays: number;
  /** Height above the leaves, for its shadow. */
  readonly heightM: number;
  /** 1 = in full flower, 0 = in bud or gone to seed. */
  readonly bloom: number;
}

const white: Rgb = [238, 238, 226];
const green: Rgb = [148, 168, 92];

/**
 * Paints a compound umbel from above: rays from the centre, a small cluster of florets on each, gaps between them, and
 * the lacy shadow it throws. The clusters follow the golden angle (Vogel 1979, Math. Biosciences 44), jittered.
 */
export function paintUmbel(easel: Easel, umbel: Umbel): void {
  const ends = rayEnds(easel, umbel);
  const size = (umbel.radiusM * 0.78) / Math.sqrt(umbel.rays);
  shadeStalk(easel, [[0, 0], umbel.centre], 0.022, umbel.heightM);
  for (const end of ends) shadeDisc(easel, end, size, { heightM: umbel.heightM, share: 0.85 });
  const ray = { color: mixColors(green, [120, 130, 80], 0.4), alpha: 0.8 };
  for (const end of ends)
    paintLine(easel.canvas, [umbel.centre, end], Math.min(0.006, umbel.radiusM * 0.02), ray);
  for (const end of ends) paintCluster(easel, umbel, end, size);
}

function rayEnds(easel: Easel, umbel: Umbel): PointM[] {
  const { random } = easel;
  const goldenAngle = Math.PI * (3 - Math.sqrt(5));
  const start = random.range(0, 2 * Math.PI);
  const stretch = random.range(0.88, 1);
  const ends: PointM[] = [];
  for (let i = 0; i < umbel.rays; i++) {
    const reach = umbel.radiusM * 0.92 * Math.sqrt((i + 0.6) / umbel.rays) * random.range(0.93, 1.05);
    const angle = start + i * goldenAngle + random.range(-0.12, 0.12);
    ends.push([
      umbel.centre[0] + Math.cos(angle) * reach,
      umbel.centre[1] + Math.sin(angle) * reach * stretch,
    ]);
  }
  return ends;
}

/** A cluster of florets: a faint greenish disc under a dozen white dots. The umbel is a low dome, lit from the sun's side. */
function paintCluster(easel: Easel, umbel: Umbel, end: PointM, sizeM: number): void {
  const { light, canvas } = easel;
  // A stream of its own, so that what follows does not depend on how finely this is painted.
  const random = createRandom(easel.random.int(1 << 30));
  const tilt =
    ((end[0] - umbel.centre[0]) * light.toSun[0] + (end[1] - umbel.centre[1]) * light.toSun[1]) /
    umbel.radiusM;
  const lit = 0.9 + 0.12 * light.relief * tilt;
  const petal = mixColors(green, white, umbel.bloom);
  // Florets finer than a texel only blur into the disc, which is then nearly as white as they are.
  const isFine = sizeM >= canvas.texelM;
  paintDisc(canvas, end, sizeM * 0.95, {
    color: shade(mixColors(green, petal, isFine ? 0.6 : 0.92), lit * (isFine ? 0.88 : 0.97)),
    alpha: isFine ? 0.75 : 0.95,
    softness: 0.35,
  });
  if (!isFine) return;
  const florets = 7 + random.int(6);
  for (let i = 0; i < florets; i++) {
    const reach = sizeM * 0.9 * Math.sqrt(random.next());
    const angle = random.range(0, 2 * Math.PI);
    const at: PointM = [end[0] + Math.cos(angle) * reach, end[1] + Math.sin(angle) * reach];
    const color = shade(petal, lit * random.range(0.93, 1.08));
    paintDisc(canvas, at, sizeM * 0.34, { color, alpha: 0.9 });
  }
}
