import { reviewOf, reviewWords } from '../sighting/review-state.ts';
import type { Sighting } from '../sighting/sighting.ts';
import type { ExportContext } from './context.ts';
import { roundTo } from './rounding.ts';

/** What a map's bubble says of a sighting: `certain 97 %, within 2.1 m (95 %: 3.4 m), seen in 3 of 5 photos`. */
export function describeSighting(sighting: Sighting): string {
  const { band, confidence, uncertaintyM, uncertainty95M, seenIn, couldSee, stand } = sighting;
  const parts = [
    `${band} ${percent(confidence)} %`,
    `within ${roundTo(uncertaintyM, 1)} m (95 %: ${roundTo(uncertainty95M, 1)} m)`,
    `seen in ${seenIn} of ${couldSee} photo${couldSee === 1 ? '' : 's'}`,
  ];
  if (stand !== undefined)
    parts.push(`stand of ${Math.round(stand.areaM2)} m2, at least ${stand.plantsAtLeast} plants`);
  if (reviewOf(sighting) !== 'unreviewed') parts.push(reviewWords[reviewOf(sighting)]);
  return parts.join(', ');
}

/** The number as devices with small screens show it: `GH001`; digits as many as the largest number needs, at least 3. */
export function shortName(number: number, largest: number): string {
  return `GH${String(number).padStart(Math.max(3, String(largest).length), '0')}`;
}

/** The largest number of the run: the known one, or that of the sightings at hand. */
export function largestNumber(sightings: readonly Sighting[], context: ExportContext): number {
  return sightings.reduce((max, { number }) => Math.max(max, number), context.largestNumber ?? 0);
}

/** Whole per cent, rounded down: 99.6 % is not certain. */
function percent(confidence: number): number {
  return Math.floor(confidence * 100 + 1e-9);
}
