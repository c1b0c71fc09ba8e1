import { UmbelError } from '#core/errors.ts';
import type { ObjectRef } from './ports.ts';

/** The error of every object store for a key that holds nothing. */
export function objectNotFound(ref: ObjectRef, cause?: unknown): UmbelError {
  return new UmbelError({
    code: 'object.not-found',
    kind: 'not-found',
    message: `There is no object ${ref.key} in ${ref.bucket}.`,
    details: { ...ref },
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Whether an error says that an object does not exist. */
export function isObjectNotFound(error: unknown): boolean {
  return error instanceof UmbelError && error.code === 'object.not-found';
}
