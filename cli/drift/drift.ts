import type { DriftReport, DriftRequest } from '#core/drift/drift-report.ts';
import { UmbelError } from '#core/errors.ts';
import { plural } from '#core/report/wording.ts';
import { openForReading, type ReadableCloud } from '#platform/local/reading.ts';
import { lakeFailure } from '../lake/lake-failure.ts';
import { driftText } from './describe.ts';
import { writePage } from './write-page.ts';

/** What people type behind `umbel drift`. */
export interface DriftFlags {
  readonly flight?: string;
  readonly days?: number;
  readonly candidates?: number;
  readonly simulated?: boolean;
  /** File of a page. */
  readonly report?: string;
  readonly json?: boolean;
}

/**
 * The judgement over the models, as text for stdout.
 * @throws UmbelError `drift.flight-unknown`, `lake.file-corrupt`, `lake.file-missing`, `lake.commit-invalid`,
 * `report.unwritable`
 */
export async function drift({
  flight,
  days,
  candidates,
  simulated,
  report: file,
  json,
}: DriftFlags): Promise<string> {
  const request: DriftRequest = {
    ...(flight === undefined ? {} : { flightId: flight }),
    ...(days === undefined ? {} : { days }),
    ...(candidates === undefined ? {} : { candidates }),
    ...(simulated === undefined ? {} : { withSimulated: simulated }),
    ...(file === undefined ? {} : { withHistograms: true }),
  };
  const cloud = await openForReading();
  try {
    // The same function as every night in the cloud.
    const answer = await cloud.invoke('umbel-watch-drift', request).catch(unknownFlight(flight));
    const report = answer as DriftReport;
    if (file !== undefined) {
      if (report.flights.length === 0) throw nothingToDraw();
      const course = flight === undefined ? report : await courseOf(cloud, report);
      const wanted = flight === undefined ? {} : { wanted: report.flights[0]!.runId };
      const about =
        flight === undefined
          ? `the last ${plural(days ?? usualDays, 'day')}`
          : `${flight} and the others of its model`;
      await writePage(cloud, file, { report: course, about, ...wanted });
    }
    return json === true ? `${JSON.stringify(report)}\n` : driftText(report);
  } finally {
    await cloud.close();
  }
}

/** Days back when nobody says how many. */
const usualDays = 30;
/** All flights, for the course of a model. */
const everyDay = 3660;

/** A flight among the others of its model: alone it has no course. */
async function courseOf(
  cloud: ReadableCloud,
  { flights: [own], ...rest }: DriftReport,
): Promise<DriftReport> {
  const request: DriftRequest = { days: everyDay, withSimulated: true, withHistograms: true };
  const { flights } = (await cloud.invoke('umbel-watch-drift', request)) as DriftReport;
  const others = flights.filter(({ modelId, runId }) => modelId === own?.modelId && runId !== own.runId);
  const shown = own === undefined ? others : [own, ...others];
  return { ...rest, flights: shown, alarms: shown.filter(({ alarm }) => alarm).length };
}

function nothingToDraw(): UmbelError {
  return new UmbelError({
    code: 'drift.nothing',
    kind: 'not-found',
    message: 'No flight was run lately with a model: there is nothing to draw.',
    hint: 'Simulated flights count with --simulated; --days looks further back.',
  });
}

/** A failure comes from the function by its name: this one is the caller's to mend. */
function unknownFlight(flightId: string | undefined): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Error) || error.name !== 'drift.flight-unknown') throw lakeFailure(error);
    throw new UmbelError({
      code: error.name,
      kind: 'not-found',
      message: `No run with a model over the flight ${flightId ?? ''} is in the lake.`,
      hint: 'Run it first: umbel run DIR. A flight that was run before there was a lake: umbel run DIR --again.',
      cause: error,
    });
  };
}
