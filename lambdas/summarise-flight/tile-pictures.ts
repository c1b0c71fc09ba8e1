import sharp from 'sharp';
import type { Run } from '#core/flight/run.ts';
import type { ReportTile } from '#core/report/report-data.ts';
import { detectionIdOf } from '#core/sighting/detection.ts';
import type { Sighting } from '#core/sighting/sighting.ts';
import { planTiles } from '#core/tiling/plan.ts';
import { layoutSheet } from '#core/tiling/sheet.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';
import type { ShownTile } from './gather.ts';

/** Side of a picture in the report, pixels: sheets of fine tilings are enlarged for the eye. */
const pictureMinPx = 128;
/** Pictures of one kind in the report. */
const mostPictures = 24;

export interface Pictures {
  readonly run: Run;
  readonly shown: readonly ShownTile[];
  readonly sightings: readonly Sighting[];
}

/**
 * The first tiles as pictures for the report, one of each sighting, cut from the sheets that are stored anyway: no photo is
 * decoded again.
 */
export async function picturesOf(
  platform: Platform,
  { run, shown, sightings }: Pictures,
): Promise<ReportTile[]> {
  const numbers = new Map(
    sightings.flatMap(({ number, members }) =>
      members.map(({ detectionId }) => [detectionId, number] as const),
    ),
  );
  const tiles: ReportTile[] = [];
  const seen = new Set<number>();
  for (const { tile, results } of shown) {
    const sightingNumber = numbers.get(detectionIdOf(tile.photoId, tile.tile));
    if (tiles.length === mostPictures) break;
    if (results.record?.outcome !== 'tiled' || (sightingNumber !== undefined && seen.has(sightingNumber)))
      continue;
    if (sightingNumber !== undefined) seen.add(sightingNumber);
    const { record } = results;
    const layout = layoutSheet(planTiles(run.sheet.tiling, record), record, run.sheet.tilePx);
    const sheet = await platform.objects.get({
      bucket: requireEnvironment('workBucket'),
      key: record.sheetKey,
    });
    const picture = await sharp(sheet)
      .extract({
        left: tile.col * layout.cellPx,
        top: tile.row * layout.cellPx,
        width: layout.tilePx,
        height: layout.tilePx,
      })
      .resize(Math.max(pictureMinPx, layout.tilePx))
      .jpeg({ quality: 85 })
      .toBuffer();
    tiles.push({
      photoName: tile.photo,
      tileIndex: tile.tile,
      confidence: tile.confidence,
      jpegBase64: picture.toString('base64'),
      ...(sightingNumber === undefined ? {} : { sightingNumber }),
    });
  }
  return tiles;
}
