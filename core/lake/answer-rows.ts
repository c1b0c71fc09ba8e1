import type { FieldMark } from '../label/field-mark.ts';
import { standingMarks } from '../label/field-mark.ts';
import type { Label } from '../label/label.ts';
import { cellIdOf } from './coverage.ts';
import type { Row } from './schema.ts';
import { dayNumber } from './survey-date.ts';

/** A row of `labels`. @param surveyDay days since 1970 */
export function labelRow(label: Label, surveyDay: number): Row {
  return {
    label_id: label.labelId,
    labelled_at: Date.parse(label.at),
    flight_id: label.flightId,
    run_id: label.runId ?? null,
    model_id: label.modelId ?? null,
    survey_date: surveyDay,
    photo_id: label.photoId,
    tiling: label.tiling,
    tile: label.tile,
    seq: label.seq,
    answer: label.answer,
    look_alike: label.lookAlike ?? null,
    reviewer: label.who,
    second_opinion: label.secondOpinion === true,
    withdraws: label.withdraws ?? null,
    reason: label.reason ?? null,
    confidence: label.confidence ?? null,
    lat: label.place?.lat ?? null,
    lon: label.place?.lon ?? null,
  };
}

/** Rows of `field_marks` of one flight: the marks that stand. */
export function fieldMarkRows(marks: readonly FieldMark[]): Row[] {
  const bySighting = new Map<string, FieldMark[]>();
  for (const mark of marks)
    bySighting.set(mark.sightingId, [...(bySighting.get(mark.sightingId) ?? []), mark]);
  return [...bySighting.values()]
    .flatMap((history) => standingMarks(history))
    .map((mark) => ({
      mark_id: mark.markId,
      flight_id: mark.flightId,
      sighting_id: mark.sightingId,
      mark: mark.kind,
      marked_on: dayNumber(mark.date),
      who: mark.who,
      lat: mark.lat,
      lon: mark.lon,
      radius_m: mark.uncertaintyM,
      cell_id: cellIdOf(mark.lat, mark.lon),
      note: mark.note ?? null,
    }));
}
