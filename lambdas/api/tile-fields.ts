import { z } from 'zod';
import { pixelOf } from '#core/geo/project.ts';
import { parseTileId, type TileIdentity } from '#core/label/tile-identity.ts';
import { eastM, groundFrameAt, northM } from '#core/sighting/ground-frame.ts';
import { detectionIdOf } from '#core/sighting/detection.ts';
import type { TilePlan } from '#core/tiling/plan.ts';
import { formatTiling } from '#core/tiling/tiling.ts';
import { type ApiCall, type ApiField, query } from './field.ts';
import { notThere } from './errors.ts';
import { nullIfNotThere } from './flight-fields.ts';
import { viewOf } from './flight-view.ts';
import { type PhotoContext, photoContext, photoContexts, placeOf } from './photo-context.ts';
import { photosShowing } from './photos-showing.ts';
import { readOpenedFlight } from './run-reader.ts';
import { tileAnswer } from './tile-answers.ts';

/** The identity in an argument. */
export const tileIdSchema = z
  .string()
  .max(200)
  .transform((text) => parseTileId(text));

/** Single tiles and what else shows their ground. */
export const tileFields: Readonly<Record<string, ApiField>> = {
  'Query.tile': query(z.strictObject({ tileId: tileIdSchema }), async ({ tileId }, call) => {
    const found = await readTile(call, tileId).catch(nullIfNotThere);
    return found === null ? null : answerFor(call, found, tileId.tile, '');
  }),
  'Query.otherViews': query(
    z.strictObject({
      tileId: tileIdSchema,
      first: z
        .int()
        .min(1)
        .max(50)
        .nullish()
        .transform((first) => first ?? 12),
    }),
    otherViews,
  ),
};

/** The photo that a tile is of. @throws UmbelError `tile.not-found`, `photo.not-found`, `flight.not-found` */
export async function readTile({ platform }: ApiCall, identity: TileIdentity): Promise<PhotoContext> {
  const { flightId, photoId, tiling, tile } = identity;
  const opened = await readOpenedFlight(platform, flightId);
  if (formatTiling(opened.run.sheet.tiling) !== tiling)
    throw notThere(
      `tile ${tile} of tiling ${tiling}: the flight's latest run cut its photos as ${formatTiling(opened.run.sheet.tiling)}`,
    );
  const context = await photoContext(platform, opened, photoId);
  if (tile >= context.plan.cols * context.plan.rows)
    throw notThere(`tile ${tile}: photo ${photoId} has ${context.plan.cols * context.plan.rows}`);
  return context;
}

async function answerFor(call: ApiCall, context: PhotoContext, tile: number, at: string): Promise<object> {
  const { flightId, photoId } = context.photo;
  const tiling = formatTiling(context.opened.run.sheet.tiling);
  const history = await call.platform.tables.labels.history({ flightId, photoId, tiling, tile });
  return tileAnswer(call, context, { tile, at, history });
}

/** The tile of every other photo that shows the place; its own views of the same sighting first, then the nearest. */
async function otherViews(
  { tileId, first }: { tileId: TileIdentity; first: number },
  call: ApiCall,
): Promise<object[]> {
  const context = await readTile(call, tileId);
  const view = await viewOf(call.platform, context.opened.record);
  const place = await placeOf(call, context, tileId.tile);
  if (view === undefined || place === undefined) return [];
  const photoIds = photosShowing(view, place).filter((photoId) => photoId !== tileId.photoId);
  const contexts = await photoContexts(call.platform, context.opened, photoIds.slice(0, 4 * first));
  const sighting = view.byTile.get(detectionIdOf(tileId.photoId, tileId.tile));
  const found = [...contexts.values()].flatMap((other) => {
    const pixel = other.photo.pose === undefined ? undefined : pixelOf(other.photo.pose, place);
    if (pixel === undefined) return [];
    const { photoId } = other.photo;
    const member = sighting?.members.find((each) => each.photoId === photoId);
    const tile = member?.tileIndex ?? tileAt(other.plan, pixel);
    return [
      {
        other,
        tile,
        sameSighting: member !== undefined,
        apartM: member === undefined ? 0 : apart(member, place),
      },
    ];
  });
  found.sort((a, b) => Number(b.sameSighting) - Number(a.sameSighting) || a.apartM - b.apartM);
  return Promise.all(
    found.slice(0, first).map(async ({ other, tile, sameSighting, apartM }) => ({
      tile: await answerFor(call, other, tile, 'tile/'),
      apartM,
      sameSighting,
    })),
  );
}

function apart(a: { lat: number; lon: number }, b: { lat: number; lon: number }): number {
  const frame = groundFrameAt(b.lat, b.lon);
  return Math.hypot(eastM(frame, a.lon), northM(frame, a.lat));
}

/** The tile whose middle is nearest to a pixel: of overlapping tiles the one that shows it best. */
function tileAt(
  { cols, leftsPx, topsPx, tileWidthPx, tileHeightPx }: TilePlan,
  { u, v }: { u: number; v: number },
): number {
  return nearestTo(v, topsPx, tileHeightPx) * cols + nearestTo(u, leftsPx, tileWidthPx);
}

/** The number of the tile along one axis whose middle is nearest to a place. */
function nearestTo(at: number, starts: readonly number[], sizePx: number): number {
  const awayOf = (i: number) => Math.abs(starts[i]! + sizePx / 2 - at);
  return starts.reduce((best, _, i) => (awayOf(i) < awayOf(best) ? i : best), 0);
}
