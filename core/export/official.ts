import type { Sighting } from '../sighting/sighting.ts';
import { reviewOf } from '../sighting/review-state.ts';
import type { SightingFilter } from './filter.ts';
import type { ExportFormatName } from './formats.ts';

/** Formats that others take for fact: a register of occurrences, an authority's file. */
const officialFormats: ReadonlySet<string> = new Set<ExportFormatName>(['dwc', 'notice']);

/** What goes into a file of some format, and how many sightings that format leaves out by itself. */
export interface FormatSelection {
  readonly sightings: Sighting[];
  readonly leftOut: number;
}

/**
 * The sightings that a format holds when nobody names bands: an official one only those that the model calls certain or
 * probable, or that a person confirmed; for a guess of 11 % is no occurrence of a species. Where bands are named, all.
 */
export function selectForFormat(
  format: string,
  sightings: readonly Sighting[],
  { bands }: { readonly bands?: SightingFilter['bands'] | undefined } = {},
): FormatSelection {
  if (bands !== undefined || !officialFormats.has(format)) return { sightings: [...sightings], leftOut: 0 };
  const sure = sightings.filter(
    (sighting) => sighting.band !== 'possible' || reviewOf(sighting) === 'confirmed',
  );
  return { sightings: sure, leftOut: sightings.length - sure.length };
}

/** `31 possible sightings (below 80 %) that no person confirmed are left out.` */
export function leftOutText(leftOut: number): string {
  const [noun, verb] = leftOut === 1 ? ['sighting', 'is'] : ['sightings', 'are'];
  return `${leftOut} possible ${noun} (below 80 %) that no person confirmed ${verb} left out.`;
}
