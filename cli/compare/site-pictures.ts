import sharp from 'sharp';
import { uploadKey } from '#core/flight/keys.ts';
import type { Run } from '#core/flight/run.ts';
import type { TiledPhotoRecord } from '#core/photo/record.ts';
import { planTiles, tileBox } from '#core/tiling/plan.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { LocalCloud } from '#platform/local/cloud.ts';

/** A tile to be shown. */
export interface ShownTile {
  readonly run: Run;
  readonly photoId: string;
  readonly tile: number;
}

/** Side of a picture on the page, pixels, and what of the ground around the tile is shown, in tiles. */
const [pictureSidePx, aroundShare] = [220, 0.3];

/** A function that cuts tiles with a rim of ground around them from their photos, as JPEG in base64; undefined where the photo is gone. */
export function pictureMaker({
  objects,
  tables,
}: Pick<LocalCloud, 'objects' | 'tables'>): (shown: ShownTile) => Promise<string | undefined> {
  const records = new Map<string, TiledPhotoRecord | undefined>();
  const recordOf = async ({ run, photoId }: ShownTile) => {
    const key = `${run.runId}/${photoId}`;
    if (!records.has(key)) {
      const found = await tables.photos.getMany(run.flightId, sheetSpecName(run.sheet), [photoId]);
      const record = found.get(photoId);
      records.set(key, record?.outcome === 'tiled' ? record : undefined);
    }
    return records.get(key);
  };
  return async (shown) => {
    const record = await recordOf(shown);
    if (record === undefined) return undefined;
    const { flightId, sheet } = shown.run;
    const file = objects.fileOf({
      bucket: requireEnvironment('uploadsBucket'),
      key: uploadKey(flightId, record.name),
    });
    const { leftPx, topPx, widthPx, heightPx } = tileBox(planTiles(sheet.tiling, record), shown.tile);
    const left = Math.max(0, Math.floor(leftPx - aroundShare * widthPx));
    const top = Math.max(0, Math.floor(topPx - aroundShare * heightPx));
    const right = Math.min(record.widthPx, Math.ceil(leftPx + (1 + aroundShare) * widthPx));
    const bottom = Math.min(record.heightPx, Math.ceil(topPx + (1 + aroundShare) * heightPx));
    return sharp(file)
      .extract({ left, top, width: right - left, height: bottom - top })
      .resize(pictureSidePx, pictureSidePx, { fit: 'cover' })
      .jpeg({ quality: 80 })
      .toBuffer()
      .then((picture) => picture.toString('base64'))
      .catch(() => undefined);
  };
}
