import { UmbelError } from '#core/errors.ts';
import { areaOf } from '#core/export/filter.ts';
import type { StoredSightings } from '#core/export/stored-sightings.ts';
import { surveyDateOf } from '#core/lake/survey-date.ts';
import { changeCsv, changeGeoJson, changeText, type ComparisonContext } from '#core/season/change-files.ts';
import { type ComparedFlight, compareFlights } from '#core/season/compare.ts';
import { readResults } from '../export/read-results.ts';
import { flightsPage } from './flights-page.ts';
import { type FlightRecords, readRecords } from './read-records.ts';
import { writeFiles } from './write-files.ts';

/** What people type behind `umbel compare A B`. */
export interface CompareFlags {
  readonly out?: string;
  readonly json?: boolean;
}

/**
 * What changed between the latest runs of two flights, as text for stdout; with `--out` as files too.
 * @throws UmbelError `compare.same-flight`, `compare.other-ground`, `compare.unwritable`, and what `readResults` throws
 */
export async function compare(before: string, after: string, { out, json }: CompareFlags): Promise<string> {
  if (before === after)
    throw new UmbelError({
      code: 'compare.same-flight',
      kind: 'bad-input',
      message: `${before} cannot be compared with itself.`,
      hint: 'Name two flights over the same ground: umbel compare EARLIER LATER.',
    });
  const [first, second] = [await readResults(before), await readResults(after)];
  const records = await readRecords([before, after]);
  return describeChange({ first, second, records }, { out, json });
}

export interface TwoResults {
  readonly first: StoredSightings;
  readonly second: StoredSightings;
  readonly records: FlightRecords;
}

async function describeChange(
  { first, second, records }: TwoResults,
  { out, json }: { out: string | undefined; json: boolean | undefined },
): Promise<string> {
  const [before, after] = [comparedFlight(first, records), comparedFlight(second, records)];
  mustShareGround(before, after);
  const comparison = compareFlights(before, after, records.treatments);
  const context: ComparisonContext = {
    before: named(before),
    after: named(after),
    simulated: first.context.simulated === true || second.context.simulated === true,
  };
  const files =
    out === undefined
      ? {}
      : await writeFiles(out, {
          'change.geojson': changeGeoJson(comparison, context),
          'change.csv': changeCsv(comparison),
          'change.html': await flightsPage(comparison, context, { first, second }),
        });
  if (json === true) {
    const { counts, offset, sites } = comparison;
    const weak = sites.filter(({ evidence }) => evidence === 'weak').length;
    return `${JSON.stringify({ ...context, counts, weak, offsetM: offset, files })}\n`;
  }
  return (
    changeText(comparison, context) +
    Object.values(files)
      .map((file) => `${file}\n`)
      .join('')
  );
}

function named({ flightId, surveyDate }: ComparedFlight): ComparisonContext['before'] {
  return { flightId, ...(surveyDate === undefined ? {} : { surveyDate }) };
}

/** A flight as its results tell it. Photos that nobody scored show no ground: what is on them is not known. */
function comparedFlight(
  { context, sightings, photos }: StoredSightings,
  { manifestAt }: FlightRecords,
): ComparedFlight {
  const survey = surveyDateOf({
    manifestAt: manifestAt.get(context.flightId),
    photosAt: photos.flatMap(({ capturedAt }) => capturedAt ?? []),
    startedAt: context.startedAt,
  });
  return {
    flightId: context.flightId,
    ...(survey.source === 'run' ? {} : { surveyDate: survey.date }),
    sightings,
    footprints: photos.filter(({ result }) => result !== 'not-scored'),
  };
}

function mustShareGround(before: ComparedFlight, after: ComparedFlight): void {
  const [a, b] = [before, after].map(({ footprints }) =>
    areaOf(footprints.flatMap(({ footprint }) => footprint.map(([lon, lat]) => ({ lat, lon })))),
  );
  if (
    a !== undefined &&
    b !== undefined &&
    a.west <= b.east &&
    b.west <= a.east &&
    a.south <= b.north &&
    b.south <= a.north
  )
    return;
  throw new UmbelError({
    code: 'compare.other-ground',
    kind: 'bad-input',
    message: `${before.flightId} and ${after.flightId} show no ground that both cover.`,
    hint: 'Compare flights over the same place; photos without a place on the map show none.',
  });
}
