import { z } from 'zod';
import { type Area, isWithin } from '#core/export/filter.ts';
import { flightIdSchema } from '#core/flight/manifest.ts';
import type { Sighting } from '#core/sighting/sighting.ts';
import { clustersOf, countedClusters } from './clusters.ts';
import { type ApiCall, type ApiField, optional, query } from './field.ts';
import { badInput } from './errors.ts';
import type { FlightView } from './flight-view.ts';
import { pageArguments, pageOf } from './pages.ts';
import { pointAnswer, sightingAnswer } from './sighting-answers.ts';
import { type SightingFilter, sightingFilterSchema, sightingTest } from './sighting-filter.ts';
import { shownFlights, type ShownFlight } from './shown-flights.ts';

/** Sightings that a map gets one by one. */
export const mostPoints = 5_000;

export const sightingIdSchema = z.string().regex(/^[0-9a-f]{16}$/, 'must be the id of a sighting');

const degrees = (limit: number) => z.number().min(-limit).max(limit);
const viewSchema = z.strictObject({
  west: degrees(540),
  south: degrees(90),
  east: degrees(540),
  north: degrees(90),
  zoom: z.int().min(0).max(24),
});

/** Sightings of the flights' latest runs, as people have judged and marked them. */
export const sightingFields: Readonly<Record<string, ApiField>> = {
  'Query.sightingsInView': query(
    z.strictObject({ view: viewSchema, filter: sightingFilterSchema }),
    ({ view: { zoom, ...area }, filter }, call) => {
      if (area.south > area.north)
        throw badInput('The view has its south above its north.', { code: 'map.view-invalid' });
      return inView(call, { area, zoom, filter });
    },
  ),
  'Query.sightings': query(
    z.strictObject({ filter: sightingFilterSchema, ...pageArguments(50) }),
    async ({ filter, ...page }, call) => {
      const found = passing(
        (await shownFlights(call.platform, { flightIds: filter?.flightIds })).shown,
        filter,
      );
      const placed = found
        .map((each) => ({ ...each, place: placeOf(each.sighting) }))
        .sort((a, b) => (a.place < b.place ? -1 : 1));
      const { items, next } = pageOf(placed, page, ({ place }) => place);
      return {
        items: await Promise.all(
          items.map(({ view, sighting }) => sightingAnswer(call, { view, sighting, at: 'items/' })),
        ),
        next,
        total: found.length,
      };
    },
  ),
  'Query.sighting': query(
    z.strictObject({ flightId: flightIdSchema, sightingId: sightingIdSchema }),
    async ({ flightId, sightingId }, call) => {
      const [flight] = (await shownFlights(call.platform, { flightIds: [flightId] })).shown;
      const sighting = flight?.view.bySighting.get(sightingId);
      return flight === undefined || sighting === undefined
        ? null
        : sightingAnswer(call, { view: flight.view, sighting, at: '' });
    },
  ),
  'Query.confidenceFigures': query(
    z.strictObject({ filter: sightingFilterSchema, saved: optional(z.boolean()) }),
    async ({ filter, saved }, call) => {
      const { shown } = await shownFlights(call.platform, { flightIds: filter?.flightIds });
      // Unless it is asked otherwise, every confidence counts, whatever threshold is saved: the slider asks what
      // another one would keep.
      return confidenceBins(
        passing(
          shown.map(({ view, threshold }) => ({ view, threshold: saved === true ? threshold : undefined })),
          filter,
        ).map(({ sighting }) => sighting),
      );
    },
  ),
};

/** Surest first, then by id: also the place of a cursor. */
function placeOf({ confidence, sightingId }: Sighting): string {
  return `${(1 - confidence).toFixed(6)} ${sightingId}`;
}

interface Found {
  readonly view: FlightView;
  readonly sighting: Sighting;
}

function passing(flights: readonly ShownFlight[], filter: SightingFilter, area?: Area): Found[] {
  return flights.flatMap(({ view, threshold }) => {
    const test = sightingTest(view, filter, threshold);
    return view.sightings.flatMap((sighting) =>
      (area === undefined || isWithin(area, sighting)) && test(sighting) ? [{ view, sighting }] : [],
    );
  });
}

interface InView {
  readonly area: Area;
  readonly zoom: number;
  readonly filter: SightingFilter;
}

async function inView(call: ApiCall, { area, zoom, filter }: InView): Promise<object> {
  const { shown, counted } = await shownFlights(call.platform, { flightIds: filter?.flightIds, area });
  if (counted.length > 0) {
    const total = counted.reduce((sum, { record }) => sum + (record.summary?.sightings ?? 0), 0);
    return { total, clustered: true, sightings: [], clusters: countedClusters(counted, zoom) };
  }
  const found = passing(shown, filter, area);
  const total = found.length;
  if (total <= mostPoints)
    return {
      total,
      clustered: false,
      sightings: found.map(({ view, sighting }) => pointAnswer(view, sighting)),
      clusters: [],
    };
  const key = JSON.stringify([filter, shown.map(({ view, threshold }) => [view.version, threshold])]);
  const all = () => passing(shown, filter).map(({ sighting }) => sighting);
  return { total, clustered: true, sightings: [], clusters: clustersOf(key, all, { area, zoom }) };
}

const bins = 20;

/** Counts and ground of sightings in equal bins of confidence. */
function confidenceBins(sightings: readonly Sighting[]): object[] {
  const counts = Array.from({ length: bins }, (_, i) => ({
    from: i / bins,
    to: (i + 1) / bins,
    sightings: 0,
    areaM2: 0,
  }));
  for (const { confidence, stand, uncertaintyM } of sightings) {
    const bin = counts[Math.min(bins - 1, Math.floor(confidence * bins))]!;
    bin.sightings++;
    // A crew searches the circle in which a single plant stands.
    bin.areaM2 += stand?.areaM2 ?? Math.PI * uncertaintyM ** 2;
  }
  return counts;
}
