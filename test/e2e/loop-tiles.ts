import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
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
const tilePx = 64;

/** The tiles of a simulated flight with their looks and the truth about each; the unclear ones are left out. */
export async function knownTiles(dir: string): Promise<KnownTile[]> {
  const answer = simulatedReviewer(truthOf(dir));
  const poses = JSON.parse(readFileSync(path.join(dir, 'truth-poses.json'), 'utf8')) as {
    readonly camera: { readonly widthPx: number; readonly heightPx: number; readonly focalPx: number };
    readonly photos: readonly { readonly name: string; readonly truth: { heightAboveGroundM: number } }[];
  };
  const tiles: KnownTile[] = [];
  for (const { name, truth } of poses.photos) {
    const { widthPx, heightPx, focalPx } = poses.camera;
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
      const look = tileLook(pixels, tile * tilePx * tilePx * 3, tilePx);
      tiles.push({ tileId: `${path.basename(dir)}-${name}-${tile}`, look, isHogweed: said === 'hogweed' });
    }
  }
  return tiles;
}
