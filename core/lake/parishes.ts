import { z } from 'zod';
import { UmbelError } from '../errors.ts';
import { liesIn, parsePolygonArea, type PolygonArea } from '../export/polygon-area.ts';
import { describeZodError } from '../validation.ts';
import type { ParishAt } from './rows.ts';

const parishesSchema = z.object({
  type: z.literal('FeatureCollection'),
  features: z
    .array(
      z.object({
        type: z.literal('Feature'),
        properties: z.object({ name: z.string().min(1) }),
        geometry: z.unknown(),
      }),
    )
    .min(1),
});

interface Parish {
  readonly name: string;
  readonly area: PolygonArea;
  readonly south: number;
  readonly north: number;
  readonly west: number;
  readonly east: number;
}

/**
 * The parish that holds a place, as a function, from GeoJSON polygons with a `name` each.
 * @param file name for the error message
 * @throws UmbelError `lake.parishes-invalid`, `export.area-invalid`
 */
export function parseParishes(text: string, file: string): ParishAt {
  const result = parishesSchema.safeParse(jsonOf(text));
  if (!result.success) {
    throw new UmbelError({
      code: 'lake.parishes-invalid',
      kind: 'bad-input',
      message: `${file} is no GeoJSON with named polygons: ${describeZodError(result.error)}`,
      hint: 'A FeatureCollection of polygons, WGS 84, each with a property `name`.',
    });
  }
  const parishes = result.data.features.map(({ properties, geometry }): Parish => {
    const area = parsePolygonArea(JSON.stringify(geometry), `${file} (${properties.name})`);
    const corners = area.polygons.flat(2);
    const edge = (of: 'x' | 'y', pick: (a: number, b: number) => number) =>
      corners.map((corner) => corner[of]).reduce((a, b) => pick(a, b));
    return {
      name: properties.name,
      area,
      south: edge('y', Math.min),
      north: edge('y', Math.max),
      west: edge('x', Math.min),
      east: edge('x', Math.max),
    };
  });
  return (place) =>
    parishes.find((parish) => isNear(parish, place) && liesIn(parish.area, place))?.name ?? null;
}

/** Whether a place lies in the box of a parish: a country has thousands of parishes with thousands of corners each. */
function isNear({ south, north, west, east }: Parish, { lat, lon }: Parameters<ParishAt>[0]): boolean {
  return lat >= south && lat <= north && [lon - 360, lon, lon + 360].some((x) => x >= west && x <= east);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
