import { formatTileId } from '#core/label/tile-identity.ts';
import { detectionIdOf } from '#core/sighting/detection.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { FlightState } from '#platform/tables/flights-table.ts';
import type { QueueEntry } from '#platform/tables/review-queue-table.ts';
import type { ApiCall } from './field.ts';
import { type FlightView, viewOf } from './flight-view.ts';
import { contextsAcross, type PhotoContext } from './photo-context.ts';
import { linkS } from './run-answers.ts';
import { recentlyOpened } from './run-reader.ts';
import { tileAnswer } from './tile-answers.ts';

interface QueueTile {
  readonly tile: object;
  /** Other views of the same plant. */
  readonly views: number;
}

/** What an entry of the queue does not hold: asked for, it costs reading the photos. */
const dear = ['photo', 'place', 'uncertaintyM', 'footprint', 'sightingId', 'band'];

/** Tells the tiles of a page, as a function of the entry; flights, photos and sightings are read once for the page. */
export async function entryTile(
  call: ApiCall,
  entries: readonly QueueEntry[],
  at: string,
): Promise<(entry: QueueEntry) => Promise<QueueTile>> {
  const wantsDear = dear.some((name) => call.wants(`${at}tile/${name}`));
  const wantsViews = call.wants(`${at}views`) || call.wants(`${at}tile/sightingId`);
  const groups = Map.groupBy(entries, ({ flightId }) => flightId);
  const flights = new Map<string, { contexts: Map<string, PhotoContext>; view: FlightView | undefined }>();
  if (wantsDear || wantsViews) {
    const states = wantsViews
      ? await call.platform.tables.flights.getStates([...groups.keys()])
      : new Map<string, FlightState>();
    const opened = await Promise.all(
      [...groups.keys()].map((flightId) => recentlyOpened(call.platform, flightId)),
    );
    const wanted = opened.map((flight) => ({
      opened: flight,
      photoIds: wantsDear ? groups.get(flight.flight.flightId)!.map(({ photoId }) => photoId) : [],
    }));
    const contexts = await contextsAcross(call.platform, wanted);
    await Promise.all(
      opened.map(async ({ flight: { flightId }, record }, i) => {
        const view = wantsViews ? await viewOf(call.platform, record, states.get(flightId)) : undefined;
        flights.set(flightId, { contexts: contexts[i]!, view });
      }),
    );
  }
  return async (entry) => {
    const flight = flights.get(entry.flightId);
    const context = flight?.contexts.get(entry.photoId);
    const sighting = flight?.view?.byTile.get(detectionIdOf(entry.photoId, entry.tile));
    const cheap = await cheapTile(call, entry, at);
    const whole =
      context === undefined
        ? {}
        : await tileAnswer(call, context, {
            tile: entry.tile,
            at: `${at}tile/`,
            history: [],
            view: flight?.view,
          });
    // The entry knows the tile's picture and version; the blind see no labels.
    return { tile: { ...whole, ...cheap }, views: Math.max(0, (sighting?.members.length ?? 1) - 1) };
  };
}

async function cheapTile(call: ApiCall, entry: QueueEntry, at: string): Promise<object> {
  const { flightId, photoId, photoName, tiling, tile, cols, box, confidence, key, version } = entry;
  const ref = { bucket: requireEnvironment('reviewBucket'), key };
  const wantsUrl = call.wants(`${at}tile/url`) && key !== '';
  return {
    tileId: formatTileId(entry),
    flightId,
    photoId,
    photoName,
    tiling,
    index: tile,
    row: Math.floor(tile / cols),
    col: tile % cols,
    box,
    confidence,
    url: wantsUrl ? await call.platform.urls.read(ref, { forS: linkS }) : null,
    labels: [],
    version,
  };
}
