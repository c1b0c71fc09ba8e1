import { footprint } from '#core/geo/footprint.ts';
import type { Label } from '#core/label/label.ts';
import { standingLabels } from '#core/label/standing.ts';
import { formatTileId } from '#core/label/tile-identity.ts';
import { bandOf } from '#core/review/band.ts';
import { detectionIdOf } from '#core/sighting/detection.ts';
import { tileBox } from '#core/tiling/plan.ts';
import { formatTiling } from '#core/tiling/tiling.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { ApiCall } from './field.ts';
import { type FlightView, viewOf } from './flight-view.ts';
import { labelAnswer } from './label-answers.ts';
import { enumName } from './names.ts';
import { type PhotoContext, placeOf } from './photo-context.ts';
import { photoAnswer, placesAnswer } from './photo-fields.ts';
import { linkS } from './run-answers.ts';
import { isBlindFor } from './second-opinion.ts';

export interface TileRequest {
  readonly tile: number;
  /** Where the client asks for the tile, e.g. `items/tile/`. */
  readonly at: string;
  /** Every label of the tile. */
  readonly history: readonly Label[];
  /** The sightings, where the caller has read them, for whoever asks for many tiles; the caller knows their pictures too. */
  readonly view?: FlightView | undefined;
}

/** A tile as the API tells it. */
export async function tileAnswer(
  call: ApiCall,
  context: PhotoContext,
  { tile, at, history, view }: TileRequest,
): Promise<object> {
  const { opened, photo, plan, confidences } = context;
  const { run } = opened;
  const { flightId, photoId } = photo;
  const identity = { flightId, photoId, tiling: formatTiling(run.sheet.tiling), tile };
  const confidence = confidences?.[tile];
  const band = confidence === undefined ? undefined : bandOf(confidence, run.threshold);
  const wantsPlace = call.wants(`${at}place`) || call.wants(`${at}uncertaintyM`);
  const place = wantsPlace ? await placeOf(call, context, tile) : undefined;
  const blind = isBlindFor(call, identity, history);
  return {
    tileId: formatTileId(identity),
    flightId,
    photoId,
    photoName: photo.name,
    tiling: identity.tiling,
    index: tile,
    row: Math.floor(tile / plan.cols),
    col: tile % plan.cols,
    box: tileBox(plan, tile),
    confidence: confidence ?? null,
    band: band === undefined ? null : enumName(band),
    url: view === undefined && call.wants(`${at}url`) ? await tileUrl(call, context, tile) : null,
    photo: call.wants(`${at}photo`) ? await photoAnswer(call, photo, `${at}photo/`) : null,
    place: place === undefined ? null : { lat: place.lat, lon: place.lon },
    uncertaintyM: place?.uncertaintyM ?? null,
    footprint: call.wants(`${at}footprint`) ? footprintOf(context, tile) : null,
    labels: blind ? [] : standingLabels(history).map((label) => labelAnswer(call, label, history)),
    version: history.length,
    sightingId: call.wants(`${at}sightingId`) ? await sightingIdOf(call, context, { tile, view }) : null,
  };
}

function footprintOf({ photo, plan }: PhotoContext, tile: number): object[] | null {
  const outline = photo.pose === undefined ? undefined : footprint(photo.pose, tileBox(plan, tile));
  return outline === undefined ? null : placesAnswer(outline.ring);
}

/** The tile at full resolution, where the run cut it. */
async function tileUrl(
  { platform }: ApiCall,
  { opened, photo }: PhotoContext,
  tile: number,
): Promise<string | null> {
  const tileId = detectionIdOf(photo.photoId, tile);
  const record = (await platform.tables.reviews.getMany(opened.run.runId, [tileId])).get(tileId);
  if (record === undefined) return null;
  return platform.urls.read({ bucket: requireEnvironment('reviewBucket'), key: record.key }, { forS: linkS });
}

async function sightingIdOf(
  { platform }: ApiCall,
  { opened, photo }: PhotoContext,
  { tile, view }: Pick<TileRequest, 'tile' | 'view'>,
): Promise<string | null> {
  const known = view ?? (await viewOf(platform, opened.record));
  return known?.byTile.get(detectionIdOf(photo.photoId, tile))?.sightingId ?? null;
}
