import type { Rgb } from '../look.ts';
import { columnOf, dabberOf, rowOf, texelIndex, type Canvas, type PaintMode } from './canvas.ts';

/** A point in metres, x east, y north. */
export type PointM = readonly [number, number];

export interface Paint {
  readonly color: Rgb;
  readonly alpha: number;
  /** For discs: 0 (default) = crisp edge, 1 = fades from the centre out. */
  readonly softness?: number;
  /** Default `over`. */
  readonly mode?: PaintMode;
}

/** Fills a disc. */
export function paintDisc(canvas: Canvas, centre: PointM, radiusM: number, paint: Paint): void {
  const radius = Math.max(radiusM / canvas.texelM, 0.5);
  // A disc smaller than a texel covers only a part of it.
  const cover = Math.min(1, (radiusM / canvas.texelM / 0.5) ** 2) * paint.alpha;
  const column = columnOf(canvas, centre[0]) - 0.5;
  const row = rowOf(canvas, centre[1]) - 0.5;
  const edge = Math.max(1, (paint.softness ?? 0) * radius);
  const lay = dabberOf(paint.mode ?? 'over');
  for (let y = Math.floor(row - radius); y <= Math.ceil(row + radius); y++) {
    for (let x = Math.floor(column - radius); x <= Math.ceil(column + radius); x++) {
      const distance = Math.sqrt((x - column) ** 2 + (y - row) ** 2);
      const inside = Math.min(1, (radius + 0.5 - distance) / edge);
      if (inside > 0) lay(canvas.rgba, texelIndex(canvas, x, y), paint.color, cover * inside);
    }
  }
}

/** Draws a straight line, one texel a step; a line thinner than a texel is painted that much fainter. */
export function paintLine(
  canvas: Canvas,
  [from, to]: readonly [PointM, PointM],
  widthM: number,
  paint: Paint,
): void {
  const width = widthM / canvas.texelM;
  if (width > 1.6) {
    paintPolygon(canvas, ribbon(from, to, widthM), paint);
    return;
  }
  const column = columnOf(canvas, from[0]);
  const row = rowOf(canvas, from[1]);
  const dx = (to[0] - from[0]) / canvas.texelM;
  const dy = -(to[1] - from[1]) / canvas.texelM;
  const steps = Math.max(1, Math.ceil(Math.max(Math.abs(dx), Math.abs(dy))));
  const length = Math.min(1, Math.max(Math.abs(dx), Math.abs(dy), width));
  const alpha = paint.alpha * Math.min(1, width) * length;
  const lay = dabberOf(paint.mode ?? 'over');
  for (let step = 0; step <= steps; step++) {
    const t = step / steps;
    const at = texelIndex(canvas, Math.floor(column + dx * t), Math.floor(row + dy * t));
    lay(canvas.rgba, at, paint.color, alpha);
  }
}

function ribbon(from: PointM, to: PointM, widthM: number): PointM[] {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]) || 1e-9;
  const nx = (-(to[1] - from[1]) / length) * (widthM / 2);
  const ny = ((to[0] - from[0]) / length) * (widthM / 2);
  return [
    [from[0] + nx, from[1] + ny],
    [to[0] + nx, to[1] + ny],
    [to[0] - nx, to[1] - ny],
    [from[0] - nx, from[1] - ny],
  ];
}

/** Fills a closed polygon (even-odd rule), its left and right edges smoothed. `colorAt` shades by place in metres. */
export function paintPolygon(
  canvas: Canvas,
  points: readonly PointM[],
  paint: Paint,
  colorAt?: (xM: number, yM: number) => Rgb,
): void {
  const columns = points.map((point) => columnOf(canvas, point[0]));
  const rows = points.map((point) => rowOf(canvas, point[1]));
  const last = Math.ceil(Math.max(...rows));
  const crossings: number[] = [];
  for (let row = Math.floor(Math.min(...rows)); row <= last; row++) {
    findCrossings(columns, rows, row + 0.5, crossings);
    for (let i = 0; i + 1 < crossings.length; i += 2) {
      paintSpan({ canvas, row, from: crossings[i]!, to: crossings[i + 1]! }, paint, colorAt);
    }
  }
}

function findCrossings(columns: number[], rows: number[], at: number, out: number[]): void {
  out.length = 0;
  let before = rows.length - 1;
  for (let i = 0; i < rows.length; before = i++) {
    const y0 = rows[before]!;
    const y1 = rows[i]!;
    if (y0 > at === y1 > at) continue;
    const x0 = columns[before]!;
    out.push(x0 + ((at - y0) / (y1 - y0)) * (columns[i]! - x0));
  }
  out.sort((a, b) => a - b);
}

interface Span {
  readonly canvas: Canvas;
  readonly row: number;
  readonly from: number;
  readonly to: number;
}

function paintSpan(span: Span, paint: Paint, colorAt?: (xM: number, yM: number) => Rgb): void {
  const { canvas, row, from, to } = span;
  const lay = dabberOf(paint.mode ?? 'over');
  const half = canvas.sizePx / 2;
  const yM = (half - row - 0.5) * canvas.texelM;
  for (let column = Math.floor(from); column < to; column++) {
    const cover = Math.min(column + 1, to) - Math.max(column, from);
    if (cover <= 0) continue;
    const color = colorAt === undefined ? paint.color : colorAt((column + 0.5 - half) * canvas.texelM, yM);
    lay(canvas.rgba, texelIndex(canvas, column, row), color, paint.alpha * cover);
  }
}
