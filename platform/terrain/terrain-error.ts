import { UmbelError } from '#core/errors.ts';

/** The error that a terrain file cannot be used: a person has to mend the file or name another. */
export function terrainError(
  code: string,
  about: { readonly message: string; readonly hint: string; readonly cause?: unknown },
): UmbelError {
  return new UmbelError({ code, kind: 'bad-input', ...about });
}
