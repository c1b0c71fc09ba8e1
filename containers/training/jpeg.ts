import sharp from 'sharp';

/** Tiles per row of the picture that is compressed. */
const columns = 16;

/**
 * The tiles after JPEG compression as sheets have it (4:2:0, all tiles in one picture), decoded again.
 * @param tilePx a multiple of 16, so that no JPEG block spans two tiles
 */
export async function jpegRoundTrip(pixels: Uint8Array, tilePx: number, quality = 92): Promise<Uint8Array> {
  const count = pixels.length / (tilePx * tilePx * 3);
  const cols = Math.min(columns, count);
  const rows = Math.ceil(count / cols);
  const raw = { width: cols * tilePx, height: rows * tilePx, channels: 3 } as const;
  const sheet = new Uint8Array(raw.width * raw.height * 3);
  copyTiles({ pixels, sheet, count, cols, tilePx }, 'onto-sheet');
  const encoded = await sharp(sheet, { raw }).jpeg({ quality, chromaSubsampling: '4:2:0' }).toBuffer();
  const decoded = await sharp(encoded).raw().toBuffer();
  const result = new Uint8Array(pixels.length);
  copyTiles({ pixels: result, sheet: decoded, count, cols, tilePx }, 'off-sheet');
  return result;
}

interface Copy {
  readonly pixels: Uint8Array;
  readonly sheet: Uint8Array;
  readonly count: number;
  readonly cols: number;
  readonly tilePx: number;
}

function copyTiles(
  { pixels, sheet, count, cols, tilePx }: Copy,
  direction: 'onto-sheet' | 'off-sheet',
): void {
  const rowBytes = tilePx * 3;
  for (let i = 0; i < count * tilePx; i++) {
    const tile = Math.floor(i / tilePx);
    const y = Math.floor(tile / cols) * tilePx + (i % tilePx);
    const at = (y * cols + (tile % cols)) * rowBytes;
    if (direction === 'onto-sheet') sheet.set(pixels.subarray(i * rowBytes, (i + 1) * rowBytes), at);
    else pixels.set(sheet.subarray(at, at + rowBytes), i * rowBytes);
  }
}
