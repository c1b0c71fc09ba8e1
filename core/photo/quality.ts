import type { PhotoQuality } from './record.ts';

/** Grey values at or outside these count as clipped. */
const nearlyBlack = 4;
const nearlyWhite = 251;

/**
 * Sharpness, brightness and clipping of a picture.
 * Every second pixel of every second row is looked at: enough for a statistic, a quarter of the work.
 * @param rgb RGB bytes, `widthPx * heightPx * 3`
 */
export function qualityOf(rgb: Uint8Array, widthPx: number, heightPx: number): PhotoQuality {
  const grey = greyOf(rgb, widthPx * heightPx);
  let n = 0;
  let sum = 0;
  let clipped = 0;
  let laplaceSum = 0;
  let laplaceSquares = 0;
  for (let y = 1; y < heightPx - 1; y += 2) {
    for (let i = y * widthPx + 1; i < (y + 1) * widthPx - 1; i += 2) {
      const value = grey[i]!;
      const laplace = grey[i - 1]! + grey[i + 1]! + grey[i - widthPx]! + grey[i + widthPx]! - 4 * value;
      n++;
      sum += value;
      if (value <= nearlyBlack || value >= nearlyWhite) clipped++;
      laplaceSum += laplace;
      laplaceSquares += laplace * laplace;
    }
  }
  if (n === 0) return { sharpness: 0, brightness: 0, clipped: 0 };
  const mean = laplaceSum / n;
  return {
    sharpness: round(laplaceSquares / n - mean * mean, 2),
    brightness: round(sum / n / 255, 4),
    clipped: round(clipped / n, 4),
  };
}

/** Luma of ITU-R BT.601 in whole numbers: (77 R + 150 G + 29 B) / 256. */
function greyOf(rgb: Uint8Array, pixels: number): Uint8Array {
  const grey = new Uint8Array(pixels);
  for (let i = 0, j = 0; i < pixels; i++, j += 3)
    grey[i] = (77 * rgb[j]! + 150 * rgb[j + 1]! + 29 * rgb[j + 2]!) >> 8;
  return grey;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
