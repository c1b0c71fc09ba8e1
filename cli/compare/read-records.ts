import { type FieldMark, standingMarks } from '#core/label/field-mark.ts';
import type { Treatment } from '#core/season/compare.ts';
import { openForReading } from '#platform/local/reading.ts';

/** What is known of flights beside their results. */
export interface FlightRecords {
  /** Treatments that crews marked on their sightings; marks that were taken back are none. */
  readonly treatments: readonly Treatment[];
  /** When each was flown, as its flight.json says: the lake believes it before the cameras' clocks. */
  readonly manifestAt: ReadonlyMap<string, string>;
}

/** The records of some flights. */
export async function readRecords(flightIds: readonly string[]): Promise<FlightRecords> {
  const cloud = await openForReading();
  try {
    const histories = new Map<string, FieldMark[]>();
    const manifestAt = new Map<string, string>();
    for (const flightId of flightIds) {
      const capturedAt = (await cloud.tables.flights.getFlight(flightId))?.manifest.capturedAt;
      if (capturedAt !== undefined) manifestAt.set(flightId, capturedAt);
      for await (const mark of cloud.tables.fieldMarks.list(flightId)) {
        const key = `${flightId}/${mark.sightingId}`;
        histories.set(key, [...(histories.get(key) ?? []), mark]);
      }
    }
    return { manifestAt, treatments: treatmentsIn([...histories.values()]) };
  } finally {
    await cloud.close();
  }
}

function treatmentsIn(histories: readonly (readonly FieldMark[])[]): Treatment[] {
  return histories
    .flatMap((history) => standingMarks(history))
    .filter(({ kind }) => kind === 'treated')
    .map(({ lat, lon, date, uncertaintyM }) => ({ lat, lon, treatedOn: date, radiusM: uncertaintyM }));
}
