/** How a tile is turned, scaled and moved. */
export interface Warp {
  readonly turnRad: number;
  /** Size of what is shown against the original: 1.2 = everything a fifth larger. */
  readonly scale: number;
  readonly mirrored: boolean;
  /** Movement to the right and down in pixels. */
  readonly shiftX: number;
  readonly shiftY: number;
}

/**
 * Nothing; `target` shows the tile warped, interpolated between pixels. What the warp would draw from beyond the rim is the
 * mirror image of what lies inside it, so that no black corner tells a warped tile from another.
 */
export function warpTile(source: Uint8Array, target: Uint8Array, tilePx: number, warp: Warp): void {
  const middle = (tilePx - 1) / 2;
  const cos = Math.cos(warp.turnRad) / warp.scale;
  const sin = Math.sin(warp.turnRad) / warp.scale;
  const flip = warp.mirrored ? -1 : 1;
  let at = 0;
  for (let y = 0; y < tilePx; y++) {
    const dy = y - middle - warp.shiftY;
    for (let x = 0; x < tilePx; x++, at += 3) {
      const dx = (x - middle - warp.shiftX) * flip;
      const point = { x: middle + cos * dx + sin * dy, y: middle - sin * dx + cos * dy };
      target.set(sample(source, tilePx, point), at);
    }
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Colour between four pixels. */
function sample(source: Uint8Array, tilePx: number, { x, y }: Point): [number, number, number] {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - x0, y - y0];
  const left = reflect(x0, tilePx) * 3;
  const right = reflect(x0 + 1, tilePx) * 3;
  const top = reflect(y0, tilePx) * tilePx * 3;
  const bottom = reflect(y0 + 1, tilePx) * tilePx * 3;
  const mix = (c: number): number => {
    const above = source[top + left + c]! * (1 - fx) + source[top + right + c]! * fx;
    const below = source[bottom + left + c]! * (1 - fx) + source[bottom + right + c]! * fx;
    return Math.round(above * (1 - fy) + below * fy);
  };
  return [mix(0), mix(1), mix(2)];
}

/** Index of the pixel that a mirror at the rim shows in the place of `index`. */
function reflect(index: number, size: number): number {
  const period = 2 * size;
  const folded = ((index % period) + period) % period;
  return folded < size ? folded : period - 1 - folded;
}
