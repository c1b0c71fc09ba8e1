import { levelFor } from '../paint/texture.ts';
import type { Placement } from './gather.ts';
import { groundToPixel, type View } from './view.ts';

/** A placement made ready for one view: which texels, where in the picture, and the mapping between. */
export interface Placed {
  readonly texels: Int32Array;
  readonly sizePx: number;
  /** Homogeneous mapping from pixel to texel, row by row. */
  readonly toTexel: Float64Array;
  /** 0..256. */
  readonly tone: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The rows of a picture that are being drawn: `firstRow` of the picture is row 0 of `pixels`. */
export interface Band {
  /** 0x00RRGGBB. */
  readonly pixels: Int32Array;
  readonly widthPx: number;
  readonly firstRow: number;
  readonly rows: number;
}

/**
 * Places a picture in a view. Left to right and top to bottom are the pixels that it may touch.
 */
export function place(view: View, placement: Placement): Placed {
  const { texture } = placement.picture;
  const level = levelFor(texture, view.gsdM / placement.scale);
  const sizePx = texture.sizePx >> level;
  return {
    texels: texture.levels[level]!,
    sizePx,
    toTexel: pixelToTexel(view, placement, texture.texelM * 2 ** level * placement.scale),
    tone: Math.round(placement.tone * 256),
    ...pixelBox(view, placement),
  };
}

function pixelToTexel(view: View, placement: Placement, texelM: number): Float64Array {
  const cos = Math.cos(placement.turnRad) / texelM;
  const sin = Math.sin(placement.turnRad) / texelM;
  const halfPx = (placement.picture.sizeM * placement.scale) / texelM / 2;
  const toTexel = new Float64Array(9);
  const h = view.toGround;
  for (let i = 0; i < 3; i++) {
    const w = h[6 + i]!;
    const east = h[i]! - placement.eastM * w;
    const north = h[3 + i]! - placement.northM * w;
    // Texel centres lie half a texel in; the sampler wants them on whole numbers.
    toTexel[i] = east * cos + north * sin + (halfPx - 0.5) * w;
    toTexel[3 + i] = east * sin - north * cos + (halfPx - 0.5) * w;
    toTexel[6 + i] = w;
  }
  return toTexel;
}

interface PixelBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function pixelBox(view: View, placement: Placement): PixelBox {
  const half = (placement.picture.sizeM * placement.scale) / 2;
  const cos = Math.cos(placement.turnRad) * half;
  const sin = Math.sin(placement.turnRad) * half;
  const corners = [
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ].map(([x = 0, y = 0]) =>
    groundToPixel(view, placement.eastM + x * cos - y * sin, placement.northM + x * sin + y * cos),
  );
  const us = corners.map((corner) => corner.u);
  const vs = corners.map((corner) => corner.v);
  return {
    left: Math.max(0, Math.floor(Math.min(...us))),
    right: Math.min(view.widthPx, Math.ceil(Math.max(...us))),
    top: Math.floor(Math.min(...vs)),
    bottom: Math.ceil(Math.max(...vs)),
  };
}

/** True if the placed picture touches the band. */
export function isInBand(placed: Placed, band: Band): boolean {
  return (
    placed.top < band.firstRow + band.rows && placed.bottom > band.firstRow && placed.left < placed.right
  );
}
