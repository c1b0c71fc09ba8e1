import { bands } from '../review/band.ts';
import { reviewOf, reviewStates, reviewWords } from '../sighting/review-state.ts';
import type { Sighting } from '../sighting/sighting.ts';
import { flightLabel, type ExportContext } from './context.ts';
import { areaOf } from './filter.ts';
import { degreesText, roundTo } from './rounding.ts';

/** A line of the notice. */
export interface NoticeField {
  readonly label: string;
  readonly value: string;
}

/** What the flight tells of the detection: species, time, place, extent, method, accuracy and origin. */
export function knownFields(sightings: readonly Sighting[], context: ExportContext): NoticeField[] {
  return [
    {
      label: 'Species',
      value: 'Heracleum mantegazzianum Sommier & Levier (giant hogweed), EPPO code HERMZ',
    },
    {
      label: 'Listed by',
      value: 'Implementing Regulation (EU) 2017/1263: invasive alien species of Union concern',
    },
    { label: 'Date of detection', value: datesOf(sightings) },
    { label: 'Location', value: locationOf(sightings) },
    { label: 'Accuracy of the places', value: accuracyOf(sightings) },
    { label: 'Extent and abundance', value: extentOf(sightings) },
    {
      label: 'Method of detection',
      value: `Drone photographs, searched tile by tile by a neural network (model ${context.modelId ?? 'none'})`,
    },
    { label: 'Flown by', value: context.operator ?? 'not stated in the flight' },
    { label: 'Flight and run', value: `${flightLabel(context)}; ${context.flightId}; run ${context.runId}` },
    { label: 'Analysed on', value: context.startedAt },
  ];
}

function datesOf(sightings: readonly Sighting[]): string {
  const days = sightings.flatMap(({ members }) =>
    members.flatMap(({ capturedAt }) => (capturedAt === undefined ? [] : [capturedAt.slice(0, 10)])),
  );
  if (days.length === 0) return 'The photos do not tell when they were taken.';
  const [first, last] = days.reduce(
    ([low, high], day) => [day < low ? day : low, day > high ? day : high] as const,
    [days[0]!, days[0]!] as const,
  );
  return first === last ? first : `${first} to ${last}`;
}

function locationOf(sightings: readonly Sighting[]): string {
  const area = areaOf(sightings);
  if (area === undefined) return 'no place';
  return `Between latitude ${degreesText(area.south)} and ${degreesText(area.north)}, longitude ${degreesText(area.west)} and ${degreesText(area.east)} (WGS 84, EPSG:4326); every place is listed below.`;
}

function accuracyOf(sightings: readonly Sighting[]): string {
  if (sightings.length === 0) return 'no place';
  const radii = sightings.map(({ uncertainty95M }) => uncertainty95M).sort((a, b) => a - b);
  return `With 95 % probability within ${roundTo(radii[radii.length >> 1]!, 1)} m of the true place (median), ${roundTo(radii.at(-1)!, 1)} m at worst`;
}

/** Places by how sure the computer is and by what people say; no number of plants is claimed, for nobody has counted. */
function extentOf(sightings: readonly Sighting[]): string {
  const places = `${sightings.length} place${sightings.length === 1 ? '' : 's'}`;
  if (sightings.length === 0) return places;
  const byBand = bands.map((name) => countOf(sightings, ({ band }) => band === name, name));
  const byReview = reviewStates.map((state) =>
    countOf(sightings, (sighting) => reviewOf(sighting) === state, reviewWords[state]),
  );
  const parts = [`${places}: by the computer ${listed(byBand)}`, listed(byReview)];
  const stands = sightings.flatMap(({ stand }) => stand ?? []);
  const areaM2 = stands.reduce((sum, stand) => sum + stand.areaM2, 0);
  if (stands.length > 0)
    parts.push(`${stands.length} stand${stands.length === 1 ? '' : 's'} covering ${Math.round(areaM2)} m2`);
  return parts.join('; ');
}

function listed(counts: readonly (string | undefined)[]): string {
  return counts.filter((count) => count !== undefined).join(', ');
}

function countOf(
  sightings: readonly Sighting[],
  isOne: (sighting: Sighting) => boolean,
  words: string,
): string | undefined {
  const count = sightings.filter(isOne).length;
  return count === 0 ? undefined : `${count} ${words}`;
}
