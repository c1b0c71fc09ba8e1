import { UmbelError } from '#core/errors.ts';

/** The error that a terrain file cannot be used: a person has to mend the file or name another. */
export function terrainError(
  code: string,
  about: { readonly message: string; readonly hint: string; readonly cause?: unknown },
): UmbelError {
  return new UmbelError({ code, kind: 'bad-input', ...about });
}

/** The error that flight.json names a terrain file which is not there. */
export function terrainMissing(file: string): UmbelError {
  return terrainError('terrain.missing', {
    message: `flight.json names the terrain ${file}, but it does not lie beside the photos.`,
    hint: 'Put the file there, or take terrainFile out of flight.json.',
  });
}

/** Largest file: 25 million cells of eight bytes, unpacked, with overviews. */
const maxTerrainBytes = 300_000_000;

/** Nothing; a file of this size is read. @throws UmbelError `terrain.too-large` */
export function checkTerrainSize(sizeBytes: number, file: string): void {
  if (sizeBytes <= maxTerrainBytes) return;
  throw terrainTooLarge(
    `The terrain ${file} has ${Math.ceil(sizeBytes / 1e6)} MB; ${maxTerrainBytes / 1e6} MB is the most.`,
  );
}

/** The error that a terrain is larger than is read. */
export function terrainTooLarge(message: string): UmbelError {
  return terrainError('terrain.too-large', {
    message,
    hint: 'Cut out the area of the flight, for instance with gdal_translate -projwin.',
  });
}
