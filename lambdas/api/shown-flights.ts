import { isWithin, type Area } from '#core/export/filter.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import type { Platform } from '#platform/platform.ts';
import type { ListedFlight } from '#platform/tables/flights-table.ts';
import { type FlightView, viewOf } from './flight-view.ts';
import { recent } from './recent.ts';

/** A flight on the map. */
export interface ShownFlight {
  readonly view: FlightView;
  /** That people saved for the flight. */
  readonly threshold: number | undefined;
}

/** A flight whose sightings were not read, for there are too many. */
export interface CountedFlight {
  readonly record: RunRecord;
}

/** Flights whose sightings are read for one answer. */
const mostRead = 300;
const atOnce = 25;

/**
 * The flights that have sightings in an area. Beyond 300 their sightings are not read: what the runs counted is enough
 * for a map that shows them all.
 */
export async function shownFlights(
  platform: Platform,
  wanted: { flightIds?: readonly string[] | undefined; area?: Area | undefined },
): Promise<{ shown: ShownFlight[]; counted: CountedFlight[] }> {
  const records: RunRecord[] = [];
  for (const listed of chunksOf(await listedFlights(platform, wanted.flightIds))) {
    const found = await Promise.all(listed.map((flight) => shownRun(platform, flight)));
    for (const record of found)
      if (record !== undefined && touches(record, wanted.area)) records.push(record);
  }
  if (records.length > mostRead) return { shown: [], counted: records.map((record) => ({ record })) };
  const shown: ShownFlight[] = [];
  for (const chunk of chunksOf(records)) {
    const views = await Promise.all(chunk.map((record) => shownFlight(platform, record)));
    shown.push(...views.filter((flight) => flight !== undefined));
  }
  return { shown, counted: [] };
}

async function shownFlight(platform: Platform, record: RunRecord): Promise<ShownFlight | undefined> {
  const state = await platform.tables.flights.getState(record.flightId);
  const view = await viewOf(platform, record, state);
  return view === undefined ? undefined : { view, threshold: state.threshold };
}

async function listedFlights(
  platform: Platform,
  flightIds: readonly string[] | undefined,
): Promise<ListedFlight[]> {
  const wanted = flightIds === undefined ? undefined : new Set(flightIds);
  const listed: ListedFlight[] = [];
  for await (const flight of platform.tables.flights.listFlights())
    if (wanted === undefined || wanted.has(flight.flightId)) listed.push(flight);
  return listed;
}

/** Runs that are done do not change, but one that failed may be tried again. */
const doneRuns = recent<RunRecord>(20_000);

/** The run whose sightings a flight shows: the latest one that has results; undefined where none has. */
export async function shownRun(
  platform: Platform,
  { flightId, latestRunId }: ListedFlight,
): Promise<RunRecord | undefined> {
  if (latestRunId === '') return undefined;
  const kept = doneRuns.get(latestRunId);
  if (kept !== undefined) return kept;
  const latest = await platform.tables.flights.getRun(flightId, latestRunId);
  if (latest?.summary !== undefined) {
    doneRuns.set(latestRunId, latest);
    return latest;
  }
  let former: RunRecord | undefined;
  for await (const record of platform.tables.flights.listRuns(flightId))
    if (record.summary !== undefined && record.startedAt > (former?.startedAt ?? '')) former = record;
  return former;
}

/** Runs of older versions do not say where they were: they may be anywhere. */
function touches({ bounds }: RunRecord, area: Area | undefined): boolean {
  if (area === undefined || bounds === undefined) return true;
  if (bounds.south > area.north || bounds.north < area.south) return false;
  const lat = Math.max(bounds.south, area.south);
  const ends = [bounds.west, bounds.east].map((lon) => ({ lat, lon }));
  const areaEnds = [area.west, area.east].map((lon) => ({ lat, lon }));
  return ends.some((end) => isWithin(area, end)) || areaEnds.some((end) => isWithin(bounds, end));
}

function* chunksOf<Entry>(entries: readonly Entry[]): Generator<readonly Entry[]> {
  for (let start = 0; start < entries.length; start += atOnce) yield entries.slice(start, start + atOnce);
}
