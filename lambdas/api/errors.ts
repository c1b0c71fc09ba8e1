import type { z } from 'zod';
import { type ErrorKind, UmbelError } from '#core/errors.ts';
import { describeZodError } from '#core/validation.ts';

/** What a client learns of an error. */
export interface ApiError {
  readonly type: 'BAD_INPUT' | 'NOT_FOUND' | 'CONFLICT' | 'FORBIDDEN' | 'TRY_AGAIN' | 'INTERNAL';
  readonly message: string;
  readonly info: { readonly code: string; readonly hint?: string; readonly params?: ErrorParams };
}

/** What a sentence of another language about the error needs beside its code. */
export type ErrorParams = Readonly<Record<string, string | number>>;

const types: Readonly<Record<ErrorKind, ApiError['type']>> = {
  'bad-input': 'BAD_INPUT',
  'not-found': 'NOT_FOUND',
  conflict: 'CONFLICT',
  'try-again': 'TRY_AGAIN',
  configuration: 'INTERNAL',
  bug: 'INTERNAL',
};

const forbiddenCode = 'api.forbidden';

/**
 * What a client may learn of anything thrown: our own errors in their words, but of those that are ours to mend, and of
 * all that we did not foresee, only that they happened. The log has the rest.
 */
export function apiErrorOf(error: unknown): ApiError {
  if (!(error instanceof UmbelError) || types[error.kind] === 'INTERNAL') {
    const message = 'Something went wrong on our side. It was written down; please try again.';
    return { type: 'INTERNAL', message, info: { code: 'api.internal' } };
  }
  const { code, kind, message, hint } = error;
  const type = code === forbiddenCode ? 'FORBIDDEN' : types[kind];
  const params = paramsOf(error.details);
  return {
    type,
    message,
    info: { code, ...(hint === undefined ? {} : { hint }), ...(params === undefined ? {} : { params }) },
  };
}

/** The texts and numbers among an error's details. */
function paramsOf(details: UmbelError['details']): ErrorParams | undefined {
  const params = Object.entries(details).filter(
    (entry): entry is [string, string | number] =>
      typeof entry[1] === 'string' || typeof entry[1] === 'number',
  );
  return params.length === 0 ? undefined : Object.fromEntries(params);
}

interface About {
  readonly hint?: string;
  readonly params?: ErrorParams;
}

/** The error for someone who may not do this. */
export function refused(message: string, about: About = {}): UmbelError {
  return clientError({ code: forbiddenCode, message }, about);
}

/** The error for input that cannot be. @param about.code where it is of a kind of its own */
export function badInput(message: string, about: About & { readonly code?: string } = {}): UmbelError {
  return clientError({ code: about.code ?? 'api.bad-input', message }, about);
}

function clientError(
  { code, message }: { readonly code: string; readonly message: string },
  { hint, params = {} }: About,
): UmbelError {
  return new UmbelError({
    code,
    kind: 'bad-input',
    message,
    details: params,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** The error for a thing that is not there. @param what e.g. `flight meadow-1` */
export function notThere(what: string): UmbelError {
  const [kind = 'thing', id] = what.split(' ');
  return new UmbelError({
    code: `${kind}.not-found`,
    kind: 'not-found',
    message: `There is no ${what}.`,
    details: id === undefined ? {} : { id },
  });
}

/** The error for a change of something that changed since it was read. */
export function outdated(what: string, version: number): UmbelError {
  return new UmbelError({
    code: 'api.version-outdated',
    kind: 'conflict',
    message: `Somebody changed ${what} in the meantime: it is at version ${version}.`,
    hint: 'Look at it again, then repeat the change with the present version.',
    details: { version },
  });
}

/** The checked arguments of a field. @throws UmbelError `api.bad-input` naming the argument */
export function parseArguments<Schema extends z.ZodType>(schema: Schema, args: unknown): z.output<Schema> {
  const result = schema.safeParse(args);
  if (result.success) return result.data;
  throw badInput(`The question cannot be answered as it is put: ${describeZodError(result.error)}.`, {
    params: { fields: fieldsOf(result.error) },
  });
}

/** Names of the arguments that are wrong: `note, tileIds`. */
function fieldsOf({ issues }: z.ZodError): string {
  const names = issues.map(({ path }) => path.findLast((part) => typeof part === 'string') ?? '');
  return [...new Set(names)].filter((name) => name !== '').join(', ');
}
