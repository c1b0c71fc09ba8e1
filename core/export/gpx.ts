import { isStanding } from '../sighting/review-state.ts';
import type { Sighting } from '../sighting/sighting.ts';
import type { Band } from '../review/band.ts';
import { flightLabel, type ExportContext } from './context.ts';
import { describeSighting, largestNumber, shortName } from './describe.ts';
import { areaOf } from './filter.ts';
import { degreesText } from './rounding.ts';
import { xmlDocument } from './xml.ts';

/** Waypoint symbols of Garmin devices; others show their default. */
const symbols: Readonly<Record<Band, string>> = {
  certain: 'Flag, Red',
  probable: 'Flag, Orange',
  possible: 'Flag, Blue',
};

/**
 * GPX 1.1: a numbered waypoint for each sighting that no person has rejected. The order of elements is the schema's (a sequence).
 * Source: https://www.topografix.com/GPX/1/1/gpx.xsd
 */
export function writeGpx(all: readonly Sighting[], context: ExportContext): string {
  const sightings = all.filter(isStanding);
  const largest = largestNumber(sightings, context);
  return xmlDocument({
    gpx: {
      '@version': '1.1',
      '@creator': 'Umbel',
      '@xmlns': 'http://www.topografix.com/GPX/1/1',
      '@xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      '@xsi:schemaLocation': 'http://www.topografix.com/GPX/1/1 http://www.topografix.com/GPX/1/1/gpx.xsd',
      metadata: {
        name: `Giant hogweed, ${flightLabel(context)}`,
        desc: `Sightings of giant hogweed found by a computer (model ${context.modelId ?? 'none'}, run ${context.runId}). Not verified on the ground.`,
        time: context.startedAt,
        bounds: boundsOf(sightings),
      },
      wpt: sightings.map((sighting) => waypoint(sighting, largest)),
    },
  });
}

/** Left out across the antimeridian, which GPX bounds cannot express, and for no sightings at all. */
function boundsOf(sightings: readonly Sighting[]): Record<string, string> | undefined {
  const area = areaOf(sightings);
  if (area === undefined || area.west > area.east) return undefined;
  return {
    '@minlat': degreesText(area.south),
    '@minlon': degreesText(area.west),
    '@maxlat': degreesText(area.north),
    '@maxlon': degreesText(area.east),
  };
}

function waypoint(sighting: Sighting, largest: number): Record<string, unknown> {
  return {
    '@lat': degreesText(sighting.lat),
    '@lon': degreesText(sighting.lon),
    time: zonedTime(sighting.bestView.capturedAt),
    name: shortName(sighting.number, largest),
    desc: describeSighting(sighting),
    src: sighting.bestView.photoName,
    sym: symbols[sighting.band],
    type: sighting.band,
  };
}

/** GPX times are in UTC: a time without zone would be read as one. */
function zonedTime(capturedAt: string | undefined): string | undefined {
  if (capturedAt === undefined || !/(?:Z|[+-]\d{2}:\d{2})$/.test(capturedAt)) return undefined;
  const time = new Date(capturedAt);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
