import type { Run } from '#core/flight/run.ts';
import { degreeLengths } from '#core/geo/ellipsoid.ts';
import type { PhotoRecord } from '#core/photo/record.ts';
import { anywhereSigmaShare, placeTiles } from '#core/photo/tile-places.ts';
import { planTiles } from '#core/tiling/plan.ts';

/** The tile of a photo whose middle lies nearest to a place; undefined where the photo does not show it, or has no place. */
export function tileNearest(
  run: Pick<Run, 'sheet'>,
  record: PhotoRecord | undefined,
  place: { readonly lat: number; readonly lon: number },
): number | undefined {
  if (record?.outcome !== 'tiled' || record.pose === undefined) return undefined;
  const plan = planTiles(run.sheet.tiling, record);
  const { lat, lon } = placeTiles(record.pose, plan, {
    locations: undefined,
    sigmaShare: anywhereSigmaShare,
  });
  const { latM, lonM } = degreeLengths(place.lat);
  let [nearest, leastM] = [-1, Number.POSITIVE_INFINITY];
  for (let tile = 0; tile < lat.length; tile++) {
    const apartM = Math.hypot((lat[tile]! - place.lat) * latM, (lon[tile]! - place.lon) * lonM);
    if (apartM < leastM) [nearest, leastM] = [tile, apartM];
  }
  const tileM = Math.max(plan.tileWidthPx, plan.tileHeightPx) * (record.gsdM ?? 0);
  return leastM <= tileM ? nearest : undefined;
}
