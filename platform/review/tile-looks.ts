import sharp from 'sharp';
import type { Run } from '#core/flight/run.ts';
import type { TiledPhotoRecord } from '#core/photo/record.ts';
import { tileLook } from '#core/review/tile-look.ts';
import { planTiles } from '#core/tiling/plan.ts';
import { layoutSheet, tilesOfSheet } from '#core/tiling/sheet.ts';
import { isObjectNotFound } from '../object-errors.ts';
import type { ObjectStore } from '../ports.ts';

/**
 * The looks of some tiles of a photo, read from its sheet; undefined where the sheet was deleted.
 * @param tiles indices of tiles
 */
export async function looksOf(
  { objects, bucket }: { readonly objects: Pick<ObjectStore, 'get'>; readonly bucket: string },
  {
    run,
    record,
    tiles,
  }: { readonly run: Run; readonly record: TiledPhotoRecord; readonly tiles: readonly number[] },
): Promise<Map<number, number[]> | undefined> {
  const sheet = await objects.get({ bucket, key: record.sheetKey }).catch((error: unknown) => {
    if (isObjectNotFound(error)) return undefined;
    throw error;
  });
  if (sheet === undefined) return undefined;
  const { tilePx } = run.sheet;
  const layout = layoutSheet(planTiles(run.sheet.tiling, record), record, tilePx);
  const decoded = await sharp(sheet).removeAlpha().toColourspace('srgb').raw().toBuffer();
  const pixels = tilesOfSheet(layout, decoded);
  return new Map(tiles.map((tile) => [tile, tileLook(pixels, tile * tilePx * tilePx * 3, tilePx)]));
}
