import type { GeoTIFFImage } from 'geotiff';
import { readCompressions } from './bounded-decoders.ts';
import { terrainError, terrainTooLarge } from './terrain-error.ts';

/** Largest terrain: 5 by 5 km in steps of a metre; 100 MB in memory. */
const maxCells = 25_000_000;
/** Most bytes of all blocks when unpacked: cells of eight bytes, and blocks that reach beyond the edges. */
const maxUnpackedBytes = 2 * 8 * maxCells;

/**
 * Nothing; what the header says can be read within bounds.
 * @throws UmbelError `terrain.too-large`, `terrain.compression-unknown`
 */
export async function checkImage(image: GeoTIFFImage, file: string): Promise<void> {
  const [cols, rows] = [image.getWidth(), image.getHeight()];
  if (!(cols >= 1 && rows >= 1 && cols * rows <= maxCells)) {
    throw terrainTooLarge(
      `The terrain ${file} has ${cols} x ${rows} cells; ${maxCells / 1e6} million is the most.`,
    );
  }
  const blockCols = image.getTileWidth();
  // A file in one strip may say so with the largest number there is.
  const blockRows = image.isTiled ? image.getTileHeight() : Math.min(rows, image.getTileHeight());
  const blocks = Math.ceil(cols / blockCols) * Math.ceil(rows / blockRows);
  const unpackedBytes = blocks * blockCols * blockRows * image.getBytesPerPixel();
  if (!(blockCols >= 1 && blockRows >= 1 && unpackedBytes <= maxUnpackedBytes)) {
    throw terrainTooLarge(
      `The terrain ${file} is stored in ${blocks} blocks of ${blockCols} x ${blockRows} cells; that is more than ${maxUnpackedBytes / 1e6} MB.`,
    );
  }
  const compression = (await image.fileDirectory.loadValue('Compression')) ?? 1;
  if (readCompressions.has(compression)) return;
  throw terrainError('terrain.compression-unknown', {
    message: `The terrain ${file} is compressed in a way that is not read (number ${compression}).`,
    hint: 'Write it anew, for instance with gdal_translate -co COMPRESS=DEFLATE.',
  });
}
