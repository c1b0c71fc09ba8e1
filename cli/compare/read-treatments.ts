import { type FieldMark, standingMarks } from '#core/label/field-mark.ts';
import type { Treatment } from '#core/season/compare.ts';
import { openLocalCloud } from '#platform/local/cloud.ts';

/** Treatments that crews marked on the sightings of some flights; marks that were taken back are none. */
export async function readTreatments(flightIds: readonly string[]): Promise<Treatment[]> {
  const cloud = await openLocalCloud();
  try {
    const histories = new Map<string, FieldMark[]>();
    for (const flightId of flightIds) {
      for await (const mark of cloud.tables.fieldMarks.list(flightId)) {
        const key = `${flightId}/${mark.sightingId}`;
        histories.set(key, [...(histories.get(key) ?? []), mark]);
      }
    }
    return [...histories.values()]
      .flatMap((history) => standingMarks(history))
      .filter(({ kind }) => kind === 'treated')
      .map(({ lat, lon, date, uncertaintyM }) => ({ lat, lon, treatedOn: date, radiusM: uncertaintyM }));
  } finally {
    await cloud.close();
  }
}
