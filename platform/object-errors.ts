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

/** The error for an upload in parts that was never begun, ended, or was joined before. */
export function uploadNotFound(uploadId: string, cause?: unknown): UmbelError {
  return new UmbelError({
    code: 'upload.not-found',
    kind: 'not-found',
    message: `There is no upload ${uploadId.slice(0, 80)}: it was joined before, or never begun.`,
    hint: 'Ask for a new ticket; what is there is not sent again.',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The error for an upload whose parts are not all there as they were sent. */
export function partMissing(uploadId: string, cause?: unknown): UmbelError {
  return new UmbelError({
    code: 'upload.part-missing',
    kind: 'conflict',
    message: `The upload ${uploadId.slice(0, 80)} lacks a part, or a part differs from what was sent.`,
    hint: 'Send the parts again and complete the upload then.',
    ...(cause === undefined ? {} : { cause }),
  });
}
