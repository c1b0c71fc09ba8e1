import { UmbelError } from '../../errors.ts';

/** The error for a model that cannot become a package, or not yet: `hint` says which option settles it. */
export function refuseImport(what: string, message: string, hint: string): UmbelError {
  return new UmbelError({ code: `import.${what}`, kind: 'bad-input', message, hint });
}
