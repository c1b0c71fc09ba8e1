import type { RunRecord } from '#core/flight/run-record.ts';
import type { Run } from '#core/flight/run.ts';
import type { Platform } from '#platform/platform.ts';
import type { FlightRecord } from '#platform/tables/flights-table.ts';
import { notThere } from './errors.ts';
import { recent } from './recent.ts';

/** A flight with its latest run, which may not have been opened yet. */
export interface FlightAndRun {
  readonly flight: FlightRecord;
  readonly record: RunRecord | undefined;
}

/** @throws UmbelError `flight.not-found` */
export async function readFlight(platform: Platform, flightId: string): Promise<FlightAndRun> {
  const flight = await platform.tables.flights.getFlight(flightId);
  if (flight === undefined) throw notThere(`flight ${flightId}`);
  const record =
    flight.latestRunId === ''
      ? undefined
      : await platform.tables.flights.getRun(flightId, flight.latestRunId);
  return { flight, record };
}

/** A flight whose latest run has been opened: photos and tiles can be shown. */
export interface OpenedFlight extends FlightAndRun {
  readonly record: RunRecord;
  readonly run: Run;
}

/** @throws UmbelError `flight.not-found`, `run.not-found` */
export async function readOpenedFlight(platform: Platform, flightId: string): Promise<OpenedFlight> {
  const { flight, record } = await readFlight(platform, flightId);
  if (record?.run === undefined) throw notThere(`run of flight ${flightId} whose photos can be shown yet`);
  return { flight, record, run: record.run };
}

/** For so long a page of the queue may show a flight as it was: pages are turned fast, runs take minutes. */
const openedForMs = 3_000;
const kept = recent<{ readonly opened: OpenedFlight; readonly readMs: number }>(500);

/** The same as `readOpenedFlight`, perhaps some seconds old where the run is done. */
export async function recentlyOpened(platform: Platform, flightId: string): Promise<OpenedFlight> {
  const former = kept.get(flightId);
  if (former !== undefined && Date.now() - former.readMs < openedForMs) return former.opened;
  const opened = await readOpenedFlight(platform, flightId);
  if (opened.record.finishedAt !== undefined) kept.set(flightId, { opened, readMs: Date.now() });
  return opened;
}
