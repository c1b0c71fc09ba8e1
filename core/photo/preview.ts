/** Longer side of a preview, pixels. */
export const previewPx = 320;

/** Size of the preview of a photo: never larger than the pixels that it is made of. */
export function previewSize(
  photo: { readonly widthPx: number; readonly heightPx: number },
  scaled: { readonly widthPx: number; readonly heightPx: number },
): { readonly widthPx: number; readonly heightPx: number } {
  const scale = Math.min(
    previewPx / Math.max(photo.widthPx, photo.heightPx),
    scaled.widthPx / photo.widthPx,
    scaled.heightPx / photo.heightPx,
  );
  return {
    widthPx: Math.max(1, Math.round(photo.widthPx * scale)),
    heightPx: Math.max(1, Math.round(photo.heightPx * scale)),
  };
}

/** Samples along each side of a pixel of the preview: enough against moiré, and the work is the same for every source. */
const samples = 3;

/** A picture made smaller: each pixel is the mean of nine samples spread evenly over its ground. RGB bytes, both. */
export function shrink(
  from: { readonly rgb: Uint8Array; readonly widthPx: number; readonly heightPx: number },
  to: { readonly widthPx: number; readonly heightPx: number },
): Uint8Array {
  const { rgb } = from;
  const cols = offsets(from.widthPx, to.widthPx, 3);
  const rows = offsets(from.heightPx, to.heightPx, 3 * from.widthPx);
  const small = new Uint8Array(to.widthPx * to.heightPx * 3);
  let at = 0;
  for (let row = 0; row < rows.length; row += samples) {
    for (let col = 0; col < cols.length; col += samples) {
      let [red, green, blue] = [0, 0, 0];
      for (let i = row; i < row + samples; i++) {
        for (let j = col; j < col + samples; j++) {
          const pixel = rows[i]! + cols[j]!;
          red += rgb[pixel]!;
          green += rgb[pixel + 1]!;
          blue += rgb[pixel + 2]!;
        }
      }
      small[at++] = (red * byNine + half) >> 16;
      small[at++] = (green * byNine + half) >> 16;
      small[at++] = (blue * byNine + half) >> 16;
    }
  }
  return small;
}

/** A ninth in 65536ths, and the half that rounds. */
const byNine = 7282;
const half = 32_768;

/** Where the samples of each pixel lie along one axis, bytes. */
function offsets(size: number, pixels: number, step: number): Int32Array {
  return Int32Array.from(
    { length: pixels * samples },
    (_, i) => step * Math.min(size - 1, Math.floor(((i + 0.5) * size) / (pixels * samples))),
  );
}
