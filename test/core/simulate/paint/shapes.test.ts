import { describe, expect, it } from 'vitest';
import { createCanvas, type Canvas } from '#core/simulate/paint/canvas.ts';
import { paintDisc, paintLine, paintPolygon } from '#core/simulate/paint/shapes.ts';
import { levelFor, toTexture } from '#core/simulate/paint/texture.ts';

const white = { color: [255, 255, 255], alpha: 1 } as const;

/** Area in square metres that is covered. */
function coveredM2(canvas: Canvas): number {
  let sum = 0;
  for (let at = 3; at < canvas.rgba.length; at += 4) sum += canvas.rgba[at]!;
  return sum * canvas.texelM ** 2;
}

/** Area covered by veins finer than a texel. */
function veinsM2(texelM: number): number {
  const canvas = createCanvas(2, texelM);
  for (let i = -9; i <= 9; i++)
    paintLine(
      canvas,
      [
        [-0.8, i * 0.09],
        [0.8, i * 0.09],
      ],
      0.004,
      white,
    );
  return coveredM2(canvas);
}

describe('shapes', () => {
  it('cover their area', () => {
    const disc = createCanvas(2, 0.01);
    paintDisc(disc, [0.2, -0.1], 0.5, white);
    expect(coveredM2(disc)).toBeCloseTo(Math.PI * 0.25, 1);
    const triangle = createCanvas(2, 0.01);
    paintPolygon(
      triangle,
      [
        [-0.5, -0.5],
        [0.5, -0.5],
        [0, 0.5],
      ],
      white,
    );
    expect(coveredM2(triangle)).toBeCloseTo(0.5, 2);
    const line = createCanvas(2, 0.01);
    paintLine(
      line,
      [
        [-0.5, 0],
        [0.5, 0.2],
      ],
      0.1,
      white,
    );
    expect(coveredM2(line)).toBeCloseTo(0.1 * Math.hypot(1, 0.2), 2);
  });

  it('cover the same area on a coarse canvas, even where they are finer than a texel', () => {
    expect(veinsM2(0.02) / veinsM2(0.004)).toBeGreaterThan(0.9);
    expect(veinsM2(0.02) / veinsM2(0.004)).toBeLessThan(1.1);
  });

  it('lie where they are put: x to the east, y to the north', () => {
    const canvas = createCanvas(2, 0.01);
    paintDisc(canvas, [0.5, 0.75], 0.05, white);
    const at = (canvas.sizePx / 2 - 75) * canvas.sizePx + canvas.sizePx / 2 + 50;
    expect(canvas.rgba[at * 4 + 3]).toBe(1);
  });

  it('come in again on the other side of a canvas that wraps', () => {
    const canvas = createCanvas(0.64, 0.01, true);
    paintDisc(canvas, [0.32, 0], 0.1, white);
    expect(coveredM2(canvas)).toBeCloseTo(Math.PI * 0.01, 2);
    expect(canvas.rgba[(32 * 64 + 0) * 4 + 3]).toBe(1);
    expect(canvas.rgba[(32 * 64 + 63) * 4 + 3]).toBe(1);
  });
});

describe('paint modes', () => {
  it('atop paints only on what is there', () => {
    const canvas = createCanvas(1, 0.01);
    paintDisc(canvas, [0, 0], 0.2, white);
    const before = coveredM2(canvas);
    paintDisc(canvas, [0.2, 0], 0.2, { color: [0, 0, 0], alpha: 1, mode: 'atop' });
    expect(coveredM2(canvas)).toBeCloseTo(before, 6);
    const middle = (50 * canvas.sizePx + 62) * 4;
    expect(canvas.rgba[middle]).toBeLessThan(1);
  });

  it('veils do not add up', () => {
    const canvas = createCanvas(1, 0.01);
    const veil = { color: [0, 0, 0], alpha: 0.5, mode: 'veil' } as const;
    paintDisc(canvas, [0, 0], 0.2, veil);
    const once = coveredM2(canvas);
    paintDisc(canvas, [0, 0], 0.2, veil);
    expect(coveredM2(canvas)).toBe(once);
  });
});

describe('textures', () => {
  it('keep their mean at every level, and colour never exceeds alpha', () => {
    const canvas = createCanvas(1.28, 0.01);
    paintDisc(canvas, [0.1, 0.1], 0.4, { color: [250, 200, 90], alpha: 0.7 });
    const texture = toTexture(canvas);
    const means = texture.levels.map(
      (texels) => texels.reduce((sum, texel) => sum + (texel >>> 24), 0) / texels.length,
    );
    for (const mean of means) expect(Math.abs(mean - means[0]!)).toBeLessThan(1);
    for (const texel of texture.levels[1]!) expect((texel >>> 16) & 255).toBeLessThanOrEqual(texel >>> 24);
  });

  it('are chosen so that a texel is between half a pixel and a pixel', () => {
    const texture = toTexture(createCanvas(1.28, 0.01));
    for (const gsdM of [0.011, 0.019, 0.021, 0.05]) {
      const texelM = 0.01 * 2 ** levelFor(texture, gsdM);
      expect(texelM).toBeLessThanOrEqual(gsdM);
      expect(texelM).toBeGreaterThan(gsdM / 2.001);
    }
  });
});
