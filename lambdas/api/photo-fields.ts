import { z } from 'zod';
import { flightIdSchema } from '#core/flight/manifest.ts';
import type { LeftOutFile } from '#core/flight/match-photos.ts';
import { photoIdSchema } from '#core/flight/run.ts';
import { flagSentence } from '#core/geo/flags.ts';
import { byTile, standingLabels, verdictOf } from '#core/label/standing.ts';
import { formatTileId } from '#core/label/tile-identity.ts';
import type { PhotoRecord } from '#core/photo/record.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { formatTiling } from '#core/tiling/tiling.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { alignedRecord } from '../aligned-photos.ts';
import { workObject } from '../run-objects.ts';
import { type ApiCall, type ApiField, optional, query } from './field.ts';
import { nullIfNotThere } from './flight-fields.ts';
import { viewOf } from './flight-view.ts';
import { labelAnswer } from './label-answers.ts';
import { enumName, enumOf } from './names.ts';
import { decodeCursor, encodeCursor, pageArguments, pageOf } from './pages.ts';
import { alignedOf, photoContext, photoUrl, readPhotos } from './photo-context.ts';
import { linkS } from './run-answers.ts';
import { photosOfRun } from './run-photos.ts';
import { type OpenedFlight, readFlight, readOpenedFlight } from './run-reader.ts';

const outcomes = ['tiled', 'quarantined', 'left-out'] as const;
const photoKey = { flightId: flightIdSchema, photoId: photoIdSchema };

/** Photos of a flight's latest run. */
export const photoFields: Readonly<Record<string, ApiField>> = {
  'Query.photos': query(
    z.strictObject({ flightId: flightIdSchema, outcome: optional(enumOf(outcomes)), ...pageArguments(50) }),
    photos,
  ),
  'Query.photo': query(z.strictObject(photoKey), async ({ flightId, photoId }, call) => {
    const opened = await readOpenedFlight(call.platform, flightId).catch(nullIfNotThere);
    const record =
      opened === null ? undefined : (await readPhotos(call.platform, opened, [photoId])).get(photoId);
    return record === undefined ? null : photoAnswer(call, record, '');
  }),
  'Query.photoTiles': query(z.strictObject(photoKey), photoTiles),
  'Query.footprints': query(
    z.strictObject({ flightId: flightIdSchema, ...pageArguments(200) }),
    async ({ flightId, ...page }, call) => {
      const { record } = await readFlight(call.platform, flightId);
      const placed = (await viewOf(call.platform, record))?.stored.photos ?? [];
      const sorted = placed.toSorted((a, b) => (a.photoId < b.photoId ? -1 : 1));
      const { items, next } = pageOf(sorted, page, ({ photoId }) => photoId);
      return {
        items: items.map(({ photoId, name, footprint }) => ({
          photoId,
          name,
          ring: placesAnswer(footprint),
        })),
        next,
      };
    },
  ),
};

interface PhotosArguments {
  readonly flightId: string;
  readonly outcome: (typeof outcomes)[number] | undefined;
  readonly first: number;
  readonly after: string | undefined;
}

/** Photos that were read, by id, then files that were left out unread, by name. */
async function photos({ flightId, outcome, first, after }: PhotosArguments, call: ApiCall): Promise<object> {
  const { platform } = call;
  const opened = await readOpenedFlight(platform, flightId).catch(nullIfNotThere);
  if (opened === null) return { items: [], next: null };
  const seen = decodeCursor(after) ?? 'photo:';
  const records =
    seen.startsWith('photo:') && outcome !== 'left-out'
      ? await recordsAfter(call, opened, { outcome, first, after: seen.slice(6) })
      : [];
  const items = await Promise.all(
    records.slice(0, first).map((record) => photoAnswer(call, record, 'items/')),
  );
  if (records.length > first) return { items, next: encodeCursor(`photo:${records[first - 1]!.photoId}`) };
  if (outcome !== undefined && outcome !== 'left-out') return { items, next: null };
  const leftOut = (await readLeftOut(call, opened)).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const seenName = seen.startsWith('file:') ? seen.slice(5) : undefined;
  const rest = leftOut.filter(({ name }) => seenName === undefined || name > seenName);
  const shown = rest.slice(0, first - items.length);
  const last = shown.at(-1)?.name ?? '';
  return {
    items: [...items, ...shown.map((file) => leftOutAnswer(flightId, file))],
    next: rest.length > shown.length ? encodeCursor(`file:${last}`) : null,
  };
}

/** One more than are shown: it tells whether there are more. */
async function recordsAfter(
  { platform }: ApiCall,
  opened: OpenedFlight,
  { outcome, first, after }: { outcome: PhotosArguments['outcome']; first: number; after: string },
): Promise<PhotoRecord[]> {
  const [aligned, ofRun] = await Promise.all([
    alignedOf(platform, opened),
    photosOfRun(platform, opened.run),
  ]);
  const found: PhotoRecord[] = [];
  const limit = outcome === 'quarantined' ? 500 : first + 1;
  for (let from = after; ;) {
    const page = await platform.tables.photos.page(opened.flight.flightId, sheetSpecName(opened.run.sheet), {
      after: from,
      limit,
    });
    found.push(
      ...page
        .filter(({ photoId }) => ofRun?.has(photoId) !== false)
        .filter((record) => outcome === undefined || record.outcome === outcome),
    );
    const last = page.at(-1);
    if (last === undefined || page.length < limit || found.length > first) break;
    from = last.photoId;
  }
  return found.slice(0, first + 1).map((record) => alignedRecord(record, aligned.get(record.photoId)));
}

async function readLeftOut({ platform }: ApiCall, { run }: OpenedFlight): Promise<LeftOutFile[]> {
  try {
    const bytes = await platform.objects.get(workObject(run, 'left-out.json'));
    return (JSON.parse(new TextDecoder().decode(bytes)) as LeftOutFile[]).filter(
      ({ outcome }) => outcome !== 'side-file',
    );
  } catch (error) {
    // Lists of runs are not kept for ever.
    nullIfNotThere(error);
    return [];
  }
}

function leftOutAnswer(flightId: string, { name, photoId, reason }: LeftOutFile): object {
  const { code, message } = reason;
  return {
    flightId,
    photoId: photoId ?? null,
    name,
    outcome: 'LEFT_OUT',
    reasonCode: code,
    reason: message,
    flags: [],
  };
}

/** A photo as the API tells it. @param at where the client asks for the photo, e.g. `items/` */
export async function photoAnswer(call: ApiCall, record: PhotoRecord, at: string): Promise<object> {
  const { platform } = call;
  const { flightId, photoId, name, outcome, flags } = record;
  const common = {
    flightId,
    photoId,
    name,
    outcome: enumName(outcome),
    flags: flags.map((code) => ({ code, message: flagSentence(code) })),
    url: call.wants(`${at}url`) ? await photoUrl(platform, record) : null,
  };
  if (record.outcome === 'quarantined')
    return { ...common, reasonCode: record.reason.code, reason: record.reason.message };
  const preview = { bucket: requireEnvironment('workBucket'), key: record.previewKey ?? '' };
  const withPreview = call.wants(`${at}previewUrl`) && record.previewKey !== undefined;
  const { widthPx, heightPx, capturedAt, camera, quality, footprint, tiles } = record;
  return {
    ...common,
    widthPx,
    heightPx,
    capturedAt: capturedAt ?? null,
    camera: camera ?? null,
    sharpness: quality.sharpness,
    brightness: quality.brightness,
    pose: poseAnswer(record),
    footprint: footprint === undefined ? null : placesAnswer(footprint),
    tiles,
    previewUrl: withPreview ? await platform.urls.read(preview, { forS: linkS }) : null,
    labels: call.wants(`${at}labels`) ? await countLabels(call, flightId, photoId) : null,
    sightings: call.wants(`${at}sightings`) ? await sightingsOn(call, flightId, photoId) : null,
  };
}

function poseAnswer({ pose }: Extract<PhotoRecord, { outcome: 'tiled' }>): object | null {
  if (pose === undefined) return null;
  const { lat, lon, heightAboveGroundM, yawDeg, pitchDeg, rollDeg } = pose;
  return { lat, lon, heightAboveGroundM, yawDeg, pitchDeg, rollDeg, uncertaintyM: pose.sigma.horizontalM };
}

/** [lon, lat] pairs as places. */
export function placesAnswer(ring: readonly (readonly [number, number])[]): object[] {
  return ring.map(([lon, lat]) => ({ lat, lon }));
}

async function countLabels({ platform }: ApiCall, flightId: string, photoId: string): Promise<number> {
  const labels = [];
  for await (const label of platform.tables.labels.list(flightId, photoId)) labels.push(label);
  return [...byTile(labels).values()].filter((history) => standingLabels(history).length > 0).length;
}

async function sightingsOn({ platform }: ApiCall, flightId: string, photoId: string): Promise<string[]> {
  const { record } = await readFlight(platform, flightId);
  const view = await viewOf(platform, record);
  return (view?.sightings ?? [])
    .filter(({ members }) => members.some((member) => member.photoId === photoId))
    .map(({ sightingId }) => sightingId);
}

/** The grid of the label screen. */
async function photoTiles({ flightId, photoId }: { flightId: string; photoId: string }, call: ApiCall) {
  const opened = await readOpenedFlight(call.platform, flightId).catch(nullIfNotThere);
  const context =
    opened === null ? null : await photoContext(call.platform, opened, photoId).catch(nullIfNotThere);
  if (opened === null || context === null) return null;
  const { photo, plan, confidences } = context;
  const tiling = formatTiling(opened.run.sheet.tiling);
  const labels = [];
  for await (const label of call.platform.tables.labels.list(flightId, photoId))
    if (label.tiling === tiling) labels.push(label);
  return {
    photo: await photoAnswer(call, photo, 'photo/'),
    tiling,
    cols: plan.cols,
    rows: plan.rows,
    tileWidthPx: plan.tileWidthPx,
    tileHeightPx: plan.tileHeightPx,
    leftsPx: plan.leftsPx,
    topsPx: plan.topsPx,
    confidences: confidences === undefined ? null : Array.from(confidences),
    labels: [...byTile(labels).values()].flatMap((history) => {
      const standing = standingLabels(history);
      const answer = verdictOf(standing);
      if (answer === undefined) return [];
      const { tile } = history[0]!;
      return {
        tileId: formatTileId({ flightId, photoId, tiling, tile }),
        index: tile,
        answer: enumName(answer),
        version: history.length,
        labels: standing.map((label) => labelAnswer(call, label, history)),
      };
    }),
  };
}
