import { z } from 'zod';
import { UmbelError } from '../errors.ts';
import { contains, type Point } from '../sighting/hull.ts';
import { describeZodError } from '../validation.ts';

/** Part of the Earth inside polygons. */
export interface PolygonArea {
  /** Each an outline and its holes; x is the longitude, y the latitude, degrees. */
  readonly polygons: readonly (readonly (readonly Point[])[])[];
}

const positionSchema = z
  .tuple([
    z.number().min(-360, 'longitudes are degrees').max(360, 'longitudes are degrees'),
    z.number().min(-90, 'latitudes are degrees').max(90, 'latitudes are degrees'),
  ])
  .rest(z.number());
const polygonSchema = z.array(z.array(positionSchema).min(4, 'a ring has at least 4 positions')).min(1);
const geometrySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: polygonSchema }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(polygonSchema).min(1) }),
]);
const featureSchema = z.object({ type: z.literal('Feature'), geometry: geometrySchema });
const areaSchema = z.discriminatedUnion('type', [
  ...geometrySchema.options,
  featureSchema,
  z.object({ type: z.literal('FeatureCollection'), features: z.array(featureSchema).min(1) }),
]);

/**
 * The area that a GeoJSON file (RFC 7946) draws: all of its polygons together.
 * @param file name for the error message
 * @throws UmbelError `export.area-invalid` for anything but polygons in degrees
 */
export function parsePolygonArea(text: string, file: string): PolygonArea {
  const result = areaSchema.safeParse(jsonOf(text));
  if (!result.success) {
    throw new UmbelError({
      code: 'export.area-invalid',
      kind: 'bad-input',
      message: `${file} is no GeoJSON with polygons in degrees: ${describeZodError(result.error)}`,
      hint: 'Save the area as GeoJSON, WGS 84 (EPSG:4326), with nothing but polygons in it.',
    });
  }
  const area = result.data;
  if (area.type === 'FeatureCollection')
    return { polygons: area.features.flatMap(({ geometry }) => polygonsOf(geometry)) };
  return { polygons: polygonsOf(area.type === 'Feature' ? area.geometry : area) };
}

/** Whether a place lies in the area; a polygon may run past 180 degrees or, as RFC 7946 has it, be cut there. */
export function liesIn(
  { polygons }: PolygonArea,
  { lat, lon }: { readonly lat: number; readonly lon: number },
): boolean {
  const worlds = [lon, lon + 360, lon - 360].map((x) => ({ x, y: lat }));
  return polygons.some((rings) =>
    // Even-odd over all rings: inside the outline and in no hole.
    worlds.some((place) => rings.filter((ring) => contains(ring, place)).length % 2 === 1),
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function polygonsOf(geometry: z.infer<typeof geometrySchema>): Point[][][] {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.map((rings) => rings.map((ring) => ring.map(([x, y]) => ({ x, y }))));
}
