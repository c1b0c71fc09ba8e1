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
