import { z } from 'zod';
import { UmbelError } from '../errors.ts';
import { parsePolygonArea } from '../export/polygon-area.ts';
import { describeZodError } from '../validation.ts';

/** Outlines as they lie in the lake, and what people want to see of them before they believe them. */
export interface PreparedAreas {
  /** GeoJSON for the lake: the outlines and their names, nothing else. */
  readonly text: string;
  readonly polygons: number;
  /** Each name once, in order. */
  readonly names: readonly string[];
  /** West, south, east, north of all, degrees. */
  readonly box: readonly [number, number, number, number];
}

const collectionSchema = z.object({
  type: z.literal('FeatureCollection'),
  crs: z.unknown().optional(),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      properties: z.record(z.string(), z.unknown()).nullable(),
      geometry: z.looseObject({ type: z.string() }).nullable(),
    }),
  ),
});

/** Names of WGS 84 in degrees, longitude first, as the `crs` of GeoJSON 2008 has them. */
const degrees = /CRS:?84$|EPSG:+4326$/i;

/**
 * Outlines of parishes, or of other areas, ready for the lake.
 * @param nameProperty property of each polygon that holds its name
 * @throws UmbelError `lake.areas-invalid`, `export.area-invalid` naming the file, the area and what to do
 */
export function prepareAreas(text: string, file: string, nameProperty = 'name'): PreparedAreas {
  const parsed = collectionSchema.safeParse(jsonOf(text, file));
  if (!parsed.success) {
    throw invalid(
      `${file} is no GeoJSON FeatureCollection: ${describeZodError(parsed.error)}`,
      'Save the areas as GeoJSON (RFC 7946), for example with QGIS or ogr2ogr -f GeoJSON.',
    );
  }
  const { crs, features } = parsed.data;
  checkCrs(crs, file);
  if (features.length === 0) throw invalid(`${file} holds no area.`, 'Give a file with polygons in it.');
  const named = features.map(({ properties, geometry }, i) => {
    const name = nameOf(properties, { file, number: i + 1, nameProperty });
    checkOutline(geometry, `${file} (${name})`);
    return { type: 'Feature' as const, properties: { name }, geometry };
  });
  const points = named.flatMap(({ geometry, properties }) => pointsOf(geometry, properties.name));
  const lons = points.map(({ x }) => x);
  const lats = points.map(({ y }) => y);
  return {
    text: JSON.stringify({ type: 'FeatureCollection', features: named }),
    polygons: named.length,
    names: [...new Set(named.map(({ properties }) => properties.name))].sort((a, b) => a.localeCompare(b)),
    box: [leastOf(lons), leastOf(lats), -leastOf(lons.map((x) => -x)), -leastOf(lats.map((y) => -y))],
  };
}

function checkCrs(crs: unknown, file: string): void {
  if (crs === undefined || crs === null) return;
  const named = z.object({ properties: z.object({ name: z.string() }) }).safeParse(crs);
  const name = named.success ? named.data.properties.name : JSON.stringify(crs);
  if (!degrees.test(name)) throw notDegrees(`${file} is in ${name}, not in degrees of WGS 84.`);
}

function nameOf(
  properties: Readonly<Record<string, unknown>> | null,
  { file, number, nameProperty }: { file: string; number: number; nameProperty: string },
): string {
  const value = properties?.[nameProperty];
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  const texts = Object.entries(properties ?? {}).filter(([, other]) => typeof other === 'string');
  const known = texts.slice(0, 5).map(([key, other]) => `${key} (${String(other).slice(0, 30)})`);
  throw invalid(
    `Area ${number} of ${file} has no name: its property ${nameProperty} is ${value === undefined ? 'not there' : JSON.stringify(value)}.`,
    known.length === 0
      ? `Give each polygon a property ${nameProperty}.`
      : `Say which property holds the name with --name-property: this area has ${known.join(', ')}.`,
  );
}

/** @throws UmbelError for what is no ring of degrees around some ground */
function checkOutline(geometry: unknown, area: string): void {
  const polygon = geometry as { readonly type?: unknown; readonly coordinates?: unknown } | null;
  if (polygon === null) throw invalid(`${area} has no outline.`, 'Draw it, or take it out of the file.');
  if (polygon.type !== 'Polygon' && polygon.type !== 'MultiPolygon')
    throw invalid(`${area} is a ${String(polygon.type)}, no polygon.`, 'Only polygons can hold a place.');
  const flat = z.array(z.number()).safeParse([polygon.coordinates].flat(5));
  if (flat.success && flat.data.some((number) => Math.abs(number) > 1000))
    throw notDegrees(`${area} lies at ${flat.data.slice(0, 2).join(', ')}: these are no degrees.`);
  for (const rings of parsePolygonArea(JSON.stringify(geometry), area).polygons) {
    for (const ring of rings) {
      const [first, last] = [ring[0]!, ring.at(-1)!];
      if (first.x !== last.x || first.y !== last.y)
        throw invalid(
          `${area} has an outline that is not closed: it begins at ${first.x}, ${first.y} and ends at ${last.x}, ${last.y}.`,
          'The last position of a ring repeats the first; the file may be cut off.',
        );
      if (new Set(ring.map(({ x, y }) => `${x} ${y}`)).size < 3)
        throw invalid(
          `${area} has an outline around no ground.`,
          'Draw it anew, or take it out of the file.',
        );
    }
  }
}

function pointsOf(geometry: unknown, name: string) {
  return parsePolygonArea(JSON.stringify(geometry), name).polygons.flat(2);
}

/** Without a call of as many arguments. */
function leastOf(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Infinity);
}

function jsonOf(text: string, file: string): unknown {
  try {
    // Files of Windows begin with a byte order mark.
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw invalid(
      `${file} is no JSON: ${cause instanceof Error ? cause.message : String(cause)}.`,
      'Save the areas as GeoJSON; a file that was cut off has to be fetched again.',
    );
  }
}

function notDegrees(message: string): UmbelError {
  return invalid(
    message,
    'Change it to degrees first: ogr2ogr -f GeoJSON -t_srs EPSG:4326 areas.geojson YOUR_FILE, or QGIS, Save Features As, EPSG:4326.',
  );
}

function invalid(message: string, hint: string): UmbelError {
  return new UmbelError({ code: 'lake.areas-invalid', kind: 'bad-input', message, hint });
}
