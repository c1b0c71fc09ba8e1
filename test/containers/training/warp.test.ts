import { describe, expect, it } from 'vitest';
import { type Warp, warpTile } from '#containers/training/warp.ts';

const size = 16;
const still: Warp = { turnRad: 0, scale: 1, mirrored: false, shiftX: 0, shiftY: 0 };

/** A dot at a pixel on black. */
function dotAt(x: number, y: number): Uint8Array {
  const pixels = new Uint8Array(size * size * 3);
  pixels.fill(255, (y * size + x) * 3, (y * size + x) * 3 + 3);
  return pixels;
}

function brightest(pixels: Uint8Array): [number, number] {
  const at = Math.floor(pixels.indexOf(Math.max(...pixels)) / 3);
  return [at % size, Math.floor(at / size)];
}

function warped(x: number, y: number, warp: Partial<Warp>): [number, number] {
  const target = new Uint8Array(size * size * 3);
  warpTile(dotAt(x, y), target, size, { ...still, ...warp });
  return brightest(target);
}

describe('warpTile', () => {
  it('leaves a tile as it is', () => {
    const target = new Uint8Array(size * size * 3);
    warpTile(dotAt(3, 5), target, size, still);
    expect(target).toEqual(dotAt(3, 5));
  });

  it('turns, mirrors, moves', () => {
    expect(warped(3, 5, { turnRad: Math.PI / 2 })).toEqual([10, 3]);
    expect(warped(3, 5, { mirrored: true })).toEqual([12, 5]);
    expect(warped(3, 5, { shiftX: 2, shiftY: -2 })).toEqual([5, 3]);
  });

  it('fills the rim with the mirror image', () => {
    const target = new Uint8Array(size * size * 3);
    warpTile(new Uint8Array(size * size * 3).fill(77), target, size, { ...still, turnRad: 0.7, scale: 0.8 });
    expect(new Set(target)).toEqual(new Set([77]));
  });
});
