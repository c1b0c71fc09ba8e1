import type { FieldMark } from '#core/label/field-mark.ts';
import { reviewOf } from '#core/sighting/review-state.ts';
import type { Detection } from '#core/sighting/detection.ts';
import type { Sighting } from '#core/sighting/sighting.ts';
import { formatTileId } from '#core/label/tile-identity.ts';
import { tileBox } from '#core/tiling/plan.ts';
import { formatTiling } from '#core/tiling/tiling.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { ApiCall } from './field.ts';
import type { FlightView } from './flight-view.ts';
import { enumName } from './names.ts';
import { type PhotoContext, photoContexts, photoUrl } from './photo-context.ts';
import { placesAnswer } from './photo-fields.ts';
import { linkS } from './run-answers.ts';
import { readOpenedFlight } from './run-reader.ts';

/** What the map draws of a sighting. */
export function pointAnswer(view: FlightView, sighting: Sighting): object {
  const { sightingId, number, lat, lon, uncertaintyM, confidence, band, stand } = sighting;
  const mark = view.markOf(sightingId);
  return {
    sightingId,
    flightId: view.flightId,
    number,
    lat,
    lon,
    uncertaintyM,
    confidence,
    band: enumName(band),
    review: enumName(reviewOf(sighting)),
    mark: mark === undefined ? null : enumName(mark.kind),
    areaM2: stand?.areaM2 ?? null,
  };
}

/** A sighting as the API tells it. @param at where the client asks for the sighting, e.g. `items/` */
export async function sightingAnswer(
  call: ApiCall,
  { view, sighting, at }: { view: FlightView; sighting: Sighting; at: string },
): Promise<object> {
  const { uncertainty95M, seenIn, couldSee, bestView, stand, members, sightingId } = sighting;
  const marks = view.marksOf(sightingId);
  const standing = view.markOf(sightingId);
  return {
    ...pointAnswer(view, sighting),
    runId: view.runId,
    uncertainty95M,
    seenIn,
    couldSee,
    capturedAt: bestView.capturedAt ?? null,
    polygon: stand === undefined ? null : placesAnswer(stand.polygon),
    plantsAtLeast: stand?.plantsAtLeast ?? 1,
    views: call.wants(`${at}views`) ? await viewsOf(call, view, { members, at: `${at}views/` }) : [],
    mark: standing === undefined ? null : markAnswer(call, standing, marks),
    marks: marks
      .filter(({ withdraws }) => withdraws === undefined)
      .map((mark) => markAnswer(call, mark, marks)),
    version: marks.length,
  };
}

function markAnswer(call: ApiCall, mark: FieldMark, history: readonly FieldMark[]): object {
  const { markId, kind, date, note, who, at } = mark;
  return {
    markId,
    kind: enumName(kind),
    date,
    note: note ?? null,
    who: call.may('operator', 'biologist', 'admin') ? who : null,
    at,
    withdrawn: history.some(({ withdraws }) => withdraws === markId),
  };
}

async function viewsOf(
  call: ApiCall,
  view: FlightView,
  { members, at }: { members: readonly Detection[]; at: string },
): Promise<object[]> {
  const opened = await readOpenedFlight(call.platform, view.flightId);
  const tiling = formatTiling(opened.run.sheet.tiling);
  const wantsPhotos = ['box', 'photoUrl', 'previewUrl'].some((name) => call.wants(`${at}${name}`));
  const contexts = wantsPhotos
    ? await photoContexts(
        call.platform,
        opened,
        members.map(({ photoId }) => photoId),
      )
    : new Map<string, PhotoContext>();
  const cut = call.wants(`${at}url`)
    ? await call.platform.tables.reviews.getMany(
        opened.run.runId,
        members.map(({ detectionId }) => detectionId),
      )
    : new Map<string, { key: string }>();
  return Promise.all(
    members.map(
      async ({ detectionId, photoId, photoName, tileIndex, confidence, lat, lon, uncertaintyM }) => {
        const context = contexts.get(photoId);
        const key = cut.get(detectionId)?.key;
        return {
          tileId: formatTileId({ flightId: view.flightId, photoId, tiling, tile: tileIndex }),
          photoId,
          photoName,
          index: tileIndex,
          confidence,
          lat,
          lon,
          uncertaintyM,
          url:
            key === undefined ? null : await read(call, { bucket: requireEnvironment('reviewBucket'), key }),
          photoUrl: context === undefined ? null : await photoUrl(call.platform, context.photo),
          previewUrl:
            context?.photo.previewKey === undefined
              ? null
              : await read(call, { bucket: requireEnvironment('workBucket'), key: context.photo.previewKey }),
          box: context === undefined ? null : tileBox(context.plan, tileIndex),
        };
      },
    ),
  );
}

function read({ platform }: ApiCall, ref: { bucket: string; key: string }): Promise<string> {
  return platform.urls.read(ref, { forS: linkS });
}
