import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { hashUnit } from '#core/review/policy.ts';
import { tileLook } from '#core/review/tile-look.ts';
import { simulatedReviewer } from '#core/simulate/reviewer/answer-tile.ts';
import { parseTruth, type TruePlant } from '#core/simulate/reviewer/truth-file.ts';
import { planTiles, tileBox } from '#core/tiling/plan.ts';
import { composeSheet, layoutSheet, tilesOfSheet } from '#core/tiling/sheet.ts';

/** The plants of a simulated flight. */
export function truthOf(dir: string): TruePlant[] {
  const file = path.join(dir, 'truth.geojson');
  return parseTruth(readFileSync(file, 'utf8'), file);
}

/** A tile of a simulated photo whose truth is clear. */
export interface KnownTile {
  readonly tileId: string;
  readonly look: readonly number[];
  readonly isHogweed: boolean;
}

const tiling = { sizeM: 2.5, overlapM: 0.5 };

/** The tiles of a simulated flight with their looks and the truth about each; the unclear ones are left out. */
export async function knownTiles(dir: string): Promise<KnownTile[]> {
  const tiles: KnownTile[] = [];
  for await (const { photo, tile, pixels, isHogweed } of clearTiles(dir, 64))
    tiles.push({
      tileId: `${path.basename(dir)}-${photo}-${tile}`,
      look: tileLook(pixels, 0, 64),
      isHogweed,
    });
  return tiles;
}

/**
 * Writes tiles of a simulated flight as a folder with a folder per class, as `umbel train` and `umbel evaluate` read it.
 * @param most tiles of each class, drawn by their names; default: all
 */
export async function writeTileFolder(
  dir: string,
  out: string,
  most: { readonly hogweed: number; readonly background: number } = {
    hogweed: Infinity,
    background: Infinity,
  },
): Promise<void> {
  const found = { hogweed: [], background: [] } as Record<
    keyof typeof most,
    { name: string; pixels: Uint8Array }[]
  >;
  for await (const { photo, tile, pixels, isHogweed } of clearTiles(dir, 64))
    found[isHogweed ? 'hogweed' : 'background'].push({
      // Readers of names take the part before the first _ for the group.
      name: `${path.basename(photo, '.JPG').replaceAll('_', '')}_${tile}.png`,
      pixels,
    });
  for (const label of ['hogweed', 'background'] as const) {
    mkdirSync(path.join(out, label), { recursive: true });
    const drawn = found[label].toSorted((a, b) => hashUnit(a.name) - hashUnit(b.name)).slice(0, most[label]);
    for (const { name, pixels } of drawn)
      await sharp(pixels, { raw: { width: 64, height: 64, channels: 3 } })
        .png()
        .toFile(path.join(out, label, name));
  }
}

/** The tiles of a simulated flight whose truth is clear, as a model sees them. */
async function* clearTiles(dir: string, tilePx: number) {
  const answer = simulatedReviewer(truthOf(dir));
  const poses = JSON.parse(readFileSync(path.join(dir, 'truth-poses.json'), 'utf8')) as {
    readonly camera: { readonly widthPx: number; readonly heightPx: number; readonly focalPx: number };
    readonly photos: readonly { readonly name: string; readonly truth: { heightAboveGroundM: number } }[];
  };
  const { widthPx, heightPx, focalPx } = poses.camera;
  const tileBytes = tilePx * tilePx * 3;
  for (const { name, truth } of poses.photos) {
    const photo = { widthPx, heightPx, gsdM: truth.heightAboveGroundM / focalPx };
    const plan = planTiles(tiling, photo);
    const layout = layoutSheet(plan, photo, tilePx);
    const scaled = await sharp(path.join(dir, name))
      .resize(layout.scaledWidthPx, layout.scaledHeightPx, { fit: 'fill' })
      .raw()
      .toBuffer();
    const pixels = tilesOfSheet(layout, composeSheet(layout, scaled));
    for (let tile = 0; tile < plan.cols * plan.rows; tile++) {
      const said = answer(name, tileBox(plan, tile));
      if (said === 'unsure') continue;
      const own = pixels.subarray(tile * tileBytes, (tile + 1) * tileBytes);
      yield { photo: name, tile, pixels: own, isHogweed: said === 'hogweed' };
    }
  }
}
