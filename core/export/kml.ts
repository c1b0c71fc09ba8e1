import { isStanding, reviewOf } from '../sighting/review-state.ts';
import type { Sighting } from '../sighting/sighting.ts';
import { bands, type Band } from '../review/band.ts';
import { cutAtAntimeridian } from './antimeridian.ts';
import { flightLabel, type ExportContext } from './context.ts';
import { describeSighting, largestNumber, shortName } from './describe.ts';
import { degreesText, roundMetres, roundTo } from './rounding.ts';
import { xmlDocument } from './xml.ts';

/** Colours as KML writes them (aabbggrr) and icons of different shape: colour is never the only sign. */
const looks: Readonly<Record<Band, { readonly color: string; readonly icon: string }>> = {
  certain: { color: 'ff2b2bd3', icon: 'placemark_circle' },
  probable: { color: 'ff0a7ff0', icon: 'triangle' },
  possible: { color: 'ffd0661f', icon: 'placemark_square' },
};

const folderNames: Readonly<Record<Band, string>> = {
  certain: 'Certain (90 % and more)',
  probable: 'Probable (80 to 90 %)',
  possible: 'Possible (below 80 %)',
};

/** KML 2.2: a folder for each band that has sightings, icons by colour and shape, stands as polygons; nothing that a person has rejected. */
export function writeKml(all: readonly Sighting[], context: ExportContext): string {
  const sightings = all.filter(isStanding);
  const largest = largestNumber(sightings, context);
  return xmlDocument({
    kml: {
      '@xmlns': 'http://www.opengis.net/kml/2.2',
      Document: {
        name: `Giant hogweed, ${flightLabel(context)}`,
        description: `Found by a computer (model ${context.modelId ?? 'none'}, run ${context.runId}). Not verified on the ground.`,
        Style: bands.map(styleOf),
        Folder: bands
          .map((band) => ({ band, own: sightings.filter((sighting) => sighting.band === band) }))
          .filter(({ own }) => own.length > 0)
          .map(({ band, own }) => ({
            name: folderNames[band],
            Placemark: own.map((sighting) => placemark(sighting, largest)),
          })),
      },
    },
  });
}

function styleOf(band: Band): Record<string, unknown> {
  const { color, icon } = looks[band];
  return {
    '@id': band,
    IconStyle: {
      color,
      scale: 1,
      Icon: { href: `https://maps.google.com/mapfiles/kml/shapes/${icon}.png` },
    },
    LabelStyle: { scale: 0.8 },
    LineStyle: { color, width: 2 },
    PolyStyle: { color: `55${color.slice(2)}` },
  };
}

function placemark(sighting: Sighting, largest: number): Record<string, unknown> {
  const point = { coordinates: `${degreesText(sighting.lon)},${degreesText(sighting.lat)}` };
  const outlines = sighting.stand === undefined ? [] : cutAtAntimeridian(sighting.stand.polygon);
  return {
    name: shortName(sighting.number, largest),
    description: describeSighting(sighting),
    styleUrl: `#${sighting.band}`,
    ExtendedData: { Data: dataOf(sighting) },
    ...(outlines.length === 0
      ? { Point: point }
      : { MultiGeometry: { Point: point, Polygon: outlines.map(polygonOf) } }),
  };
}

function polygonOf(ring: readonly (readonly [number, number])[]): Record<string, unknown> {
  const closed = [...ring, ring[0]!];
  const coordinates = closed.map(([lon, lat]) => `${degreesText(lon)},${degreesText(lat)}`).join(' ');
  return { outerBoundaryIs: { LinearRing: { coordinates } } };
}

function dataOf(sighting: Sighting): Record<string, unknown>[] {
  const values: Record<string, string | number | undefined> = {
    sightingId: sighting.sightingId,
    confidence: roundTo(sighting.confidence, 4),
    review: reviewOf(sighting),
    uncertaintyM: roundMetres(sighting.uncertaintyM),
    uncertainty95M: roundMetres(sighting.uncertainty95M),
    bestPhoto: sighting.bestView.photoName,
    capturedAt: sighting.bestView.capturedAt,
  };
  return Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ({ '@name': name, value }));
}
