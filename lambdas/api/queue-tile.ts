import { formatTileId } from '#core/label/tile-identity.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { FlightState } from '#platform/tables/flights-table.ts';
import type { QueueEntry } from '#platform/tables/review-queue-table.ts';
import type { ApiCall } from './field.ts';
import { type FlightView, viewOf } from './flight-view.ts';
import { contextsAcross, type PhotoContext, placeOf } from './photo-context.ts';
import { photosShowing } from './photos-showing.ts';
import { linkS } from './run-answers.ts';
import { recentlyOpened } from './run-reader.ts';
import { tileAnswer } from './tile-answers.ts';

interface QueueTile {
  readonly tile: object;
  /** Other photos that show the tile's place. */
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
  const countsViews = call.wants(`${at}views`);
  // Where a tile lies stands in its photo.
  const wantsDear = countsViews || dear.some((name) => call.wants(`${at}tile/${name}`));
  const wantsViews = countsViews || call.wants(`${at}tile/sightingId`);
  const groups = Map.groupBy(entries, ({ flightId }) => flightId);
  const flights = new Map<string, FlightParts>();
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
    return { tile: { ...whole, ...cheap }, views: countsViews ? await viewsOf(call, entry, flight) : 0 };
  };
}

interface FlightParts {
  readonly contexts: ReadonlyMap<string, PhotoContext>;
  readonly view: FlightView | undefined;
}

/** How many other photos show the place of a tile; 0 where nobody knows which ground it shows. */
async function viewsOf(
  call: ApiCall,
  { photoId, tile }: QueueEntry,
  flight: FlightParts | undefined,
): Promise<number> {
  const context = flight?.contexts.get(photoId);
  if (context === undefined || flight?.view === undefined) return 0;
  const place = await placeOf(call, context, tile);
  if (place === undefined) return 0;
  return photosShowing(flight.view, place).filter((other) => other !== photoId).length;
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
