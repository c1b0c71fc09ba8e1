import { UmbelError } from '#core/errors.ts';

/**
 * What to do when a file that a person named cannot be written.
 * @param code as the command names it, such as `report.unwritable`
 * @returns throws an UmbelError that names the file and the cause
 */
export function unwritable(code: string, file: string): (cause: unknown) => never {
  return (cause) => {
    throw new UmbelError({
      code,
      kind: 'bad-input',
      message: `${file} cannot be written: ${cause instanceof Error ? cause.message : String(cause)}.`,
      hint: 'Name a file in a folder that exists and may be written to.',
      cause,
    });
  };
}
