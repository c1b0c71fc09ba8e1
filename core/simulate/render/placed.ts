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
  /** The disc of pixels that it may touch. */
  readonly u: number;
  readonly v: number;
  readonly reachPx: number;
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
 * Places a picture in a view.
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
    ...pixelDisc(view, placement),
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

type PixelDisc = Pick<Placed, 'u' | 'v' | 'reachPx' | 'top' | 'bottom'>;

/** Nothing is painted into the corners of a picture: the disc within the square is all of it. */
function pixelDisc(view: View, placement: Placement): PixelDisc {
  const { u, v } = groundToPixel(view, placement.eastM, placement.northM);
  // Away from the middle of a tilted photo a pixel is up to 3 % smaller or larger on the ground.
  const reachPx = (1.03 * placement.picture.sizeM * placement.scale) / 2 / view.gsdM + 1;
  return { u, v, reachPx, top: Math.floor(v - reachPx), bottom: Math.ceil(v + reachPx) };
}

/** First and one past the last column of the disc in a row of pixels, within the picture. */
export function columnsIn(
  placed: Placed,
  row: number,
  widthPx: number,
): { readonly left: number; readonly right: number } {
  const dv = row + 0.5 - placed.v;
  const half = Math.sqrt(Math.max(0, placed.reachPx * placed.reachPx - dv * dv));
  return {
    left: Math.max(0, Math.floor(placed.u - half)),
    right: Math.min(widthPx, Math.ceil(placed.u + half)),
  };
}

/** True if the placed picture touches the band. */
export function isInBand(placed: Placed, band: Band): boolean {
  const { u, reachPx } = placed;
  const inRows = placed.top < band.firstRow + band.rows && placed.bottom > band.firstRow;
  return inRows && u + reachPx > 0 && u - reachPx < band.widthPx;
}
