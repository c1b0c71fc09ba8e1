import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon } from 'geojson';
import { reviewOf } from '../sighting/review-state.ts';
import type { Sighting, Stand } from '../sighting/sighting.ts';
import { cutAtAntimeridian } from './antimeridian.ts';
import type { ExportContext } from './context.ts';
import { areaOf } from './filter.ts';
import { roundDegrees, roundMetres, roundTo } from './rounding.ts';

/**
 * GeoJSON (RFC 7946): a point for each sighting, and after the points the outline of each stand as a feature of its
 * own (`kind` tells them apart), so that programs which read only points miss no sighting.
 */
export function writeGeoJson(sightings: readonly Sighting[], context: ExportContext): string {
  const features = [
    ...sightings.map((sighting) => pointFeature(sighting, context)),
    ...sightings.flatMap((sighting) =>
      sighting.stand === undefined ? [] : [standFeature(sighting, sighting.stand)],
    ),
  ];
  const area = areaOf(sightings.flatMap(placesOf));
  const collection: FeatureCollection = {
    type: 'FeatureCollection',
    ...(area === undefined
      ? {}
      : {
          bbox: [
            roundDegrees(area.west),
            roundDegrees(area.south),
            roundDegrees(area.east),
            roundDegrees(area.north),
          ],
        }),
    features: [],
  };
  const head = JSON.stringify({ ...collection, ...flightMembers(context) }).slice(0, -1);
  // One feature a line: a diff or grep of two exports then shows sightings.
  const lines = features.map((feature) => JSON.stringify(feature)).join(',\n');
  return `${head.replace('"features":[]', `"features":[\n${lines}\n]`)}}\n`;
}

/** Foreign members (RFC 7946, 6.1): readers that do not know them pass over them. */
function flightMembers(context: ExportContext): Record<string, unknown> {
  return {
    flight: context.flightId,
    run: context.runId,
    model: context.modelId,
    startedAt: context.startedAt,
    ...(context.simulated === true ? { simulated: true } : {}),
  };
}

function placesOf({ lat, lon, stand }: Sighting): { lat: number; lon: number }[] {
  return [{ lat, lon }, ...(stand?.polygon ?? []).map(([lon, lat]) => ({ lat, lon }))];
}

function pointFeature(sighting: Sighting, context: ExportContext): Feature<Point> {
  const { bestView } = sighting;
  return {
    type: 'Feature',
    id: sighting.sightingId,
    geometry: { type: 'Point', coordinates: [roundDegrees(sighting.lon), roundDegrees(sighting.lat)] },
    properties: {
      kind: 'sighting',
      number: sighting.number,
      band: sighting.band,
      confidence: roundTo(sighting.confidence, 4),
      review: reviewOf(sighting),
      uncertaintyM: roundMetres(sighting.uncertaintyM),
      uncertainty95M: roundMetres(sighting.uncertainty95M),
      seenIn: sighting.seenIn,
      couldSee: sighting.couldSee,
      bestPhoto: bestView.photoName,
      bestTile: bestView.tileIndex,
      capturedAt: bestView.capturedAt ?? null,
      standAreaM2: sighting.stand === undefined ? null : roundTo(sighting.stand.areaM2, 1),
      plantsAtLeast: sighting.stand?.plantsAtLeast ?? 1,
      flight: context.flightId,
    },
  };
}

function standFeature(sighting: Sighting, stand: Stand): Feature<Polygon | MultiPolygon> {
  const rings = cutAtAntimeridian(stand.polygon).map((ring) => {
    const rounded = ring.map(([lon, lat]) => [roundDegrees(lon), roundDegrees(lat)]);
    return [[...rounded, rounded[0]!]];
  });
  return {
    type: 'Feature',
    id: `${sighting.sightingId}-stand`,
    geometry:
      rings.length === 1
        ? { type: 'Polygon', coordinates: rings[0]! }
        : { type: 'MultiPolygon', coordinates: rings },
    properties: {
      kind: 'stand',
      number: sighting.number,
      sightingId: sighting.sightingId,
      band: sighting.band,
      review: reviewOf(sighting),
      areaM2: roundTo(stand.areaM2, 1),
      plantsAtLeast: stand.plantsAtLeast,
    },
  };
}
