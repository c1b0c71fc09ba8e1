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
    const lats = area.polygons.flatMap((rings) => rings.flatMap((ring) => ring.map(({ y }) => y)));
    return {
      name: properties.name,
      area,
      south: lats.reduce((a, b) => Math.min(a, b)),
      north: lats.reduce((a, b) => Math.max(a, b)),
    };
  });
  return (place) =>
    parishes.find(({ south, north, area }) => place.lat >= south && place.lat <= north && liesIn(area, place))
      ?.name ?? null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
