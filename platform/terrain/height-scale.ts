import type { GeoTIFFImage } from 'geotiff';
import { terrainError } from './terrain-error.ts';

/** Metres of each unit of height, by its code in EPSG; 9001 is the metre. */
const metresOf: Readonly<Record<number, number>> = { 9001: 1, 9002: 0.3048, 9003: 1200 / 3937 };

/**
 * How the file's numbers become metres: number times `scale` plus `offsetM`. Files that name no unit are in metres.
 * @throws UmbelError `terrain.units-unknown`
 */
export async function heightScaleOf(
  image: GeoTIFFImage,
  file: string,
): Promise<{ readonly scale: number; readonly offsetM: number }> {
  const unit = Number(image.getGeoKeys()?.VerticalUnitsGeoKey ?? 9001);
  const metres = metresOf[unit];
  if (metres === undefined) {
    throw terrainError('terrain.units-unknown', {
      message: `The terrain ${file} gives heights in a unit that is not known (EPSG ${unit}).`,
      hint: 'Convert the heights to metres.',
    });
  }
  const said = await image.getGDALMetadata(0);
  const scale = Number(said?.['SCALE'] ?? 1) * metres;
  const offsetM = Number(said?.['OFFSET'] ?? 0) * metres;
  return Number.isFinite(scale) && Number.isFinite(offsetM)
    ? { scale, offsetM }
    : { scale: metres, offsetM: 0 };
}
