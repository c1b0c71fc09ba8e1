import { z } from 'zod';
import { passesThreshold } from '#core/export/filter.ts';
import { flightIdSchema } from '#core/flight/manifest.ts';
import { fieldMarkKindSchema } from '#core/label/field-mark.ts';
import { bands } from '#core/review/band.ts';
import { reviewOf, reviewStates } from '#core/sighting/review-state.ts';
import type { Sighting } from '#core/sighting/sighting.ts';
import { optional } from './field.ts';
import type { FlightView } from './flight-view.ts';
import { enumOf } from './names.ts';

const daySchema = optional(z.iso.date());

/** Which sightings are wanted; what is absent does not restrict. */
export const sightingFilterSchema = optional(
  z.strictObject({
    flightIds: optional(z.array(flightIdSchema).max(500)),
    bands: optional(z.array(enumOf(bands)).max(3)),
    reviews: optional(z.array(enumOf(reviewStates)).max(4)),
    marks: optional(z.array(enumOf(fieldMarkKindSchema.options)).max(3)),
    marked: optional(z.boolean()),
    confidenceFrom: optional(z.number().min(0).max(1)),
    capturedFrom: daySchema,
    capturedTo: daySchema,
  }),
);
export type SightingFilter = z.output<typeof sightingFilterSchema>;

/**
 * Whether a sighting passes. What a person confirmed passes every threshold: the model's doubt is settled.
 * @param threshold that people saved for the flight; a filter's own wins
 */
export function sightingTest(
  view: FlightView,
  filter: SightingFilter,
  threshold: number | undefined,
): (sighting: Sighting) => boolean {
  const { bands: wantedBands, reviews, marks, marked, capturedFrom, capturedTo } = filter ?? {};
  const confidenceFrom = filter?.confidenceFrom ?? threshold;
  return (sighting) => {
    if (wantedBands !== undefined && !wantedBands.includes(sighting.band)) return false;
    const review = reviewOf(sighting);
    if (reviews !== undefined && !reviews.includes(review)) return false;
    if (!passesThreshold(sighting, confidenceFrom)) return false;
    const day = sighting.bestView.capturedAt?.slice(0, 10);
    if (capturedFrom !== undefined && (day === undefined || day < capturedFrom)) return false;
    if (capturedTo !== undefined && (day === undefined || day > capturedTo)) return false;
    if (marks === undefined && marked === undefined) return true;
    const kind = view.markOf(sighting.sightingId)?.kind;
    return (
      (marked === undefined || marked === (kind !== undefined)) &&
      (marks === undefined || (kind !== undefined && marks.includes(kind)))
    );
  };
}
