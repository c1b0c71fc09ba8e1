import { UmbelError, type UmbelErrorOptions } from '#core/errors.ts';
import type { LoadedPackage } from '#core/model/driver.ts';

/** What a worker thread is started with. */
export interface WorkerStart {
  readonly modelPackage: LoadedPackage;
  readonly engine: string;
  /** Tiles that the engine is given at once. */
  readonly batchSize: number;
}

/** From the pool to a worker. The pixels' buffer is transferred. */
export type ToWorker =
  | { readonly type: 'score'; readonly job: number; readonly pixels: Uint8Array; readonly count: number }
  | { readonly type: 'close' };

/** From a worker to the pool. The results' buffers are transferred. */
export type FromWorker =
  | { readonly type: 'ready'; readonly engine: string }
  | { readonly type: 'not-ready'; readonly error: ErrorMessage }
  | {
      readonly type: 'scored';
      readonly job: number;
      readonly confidences: Float32Array;
      readonly locations?: Float32Array;
    }
  | { readonly type: 'failed'; readonly job: number; readonly error: ErrorMessage };

/** An error as plain data: a structured clone would lose code, kind and hint. */
export type ErrorMessage = Pick<UmbelErrorOptions, 'code' | 'kind' | 'message'> & {
  readonly hint: string | undefined;
};

/** The error as plain data; one that is not Umbel's own is a bug. */
export function toErrorMessage(error: unknown): ErrorMessage {
  if (error instanceof UmbelError) {
    return { code: error.code, kind: error.kind, message: error.message, hint: error.hint };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'model.engine-failed', kind: 'bug', message, hint: undefined };
}

/** The error that `toErrorMessage` made plain. */
export function fromErrorMessage({ hint, ...rest }: ErrorMessage): UmbelError {
  return new UmbelError(hint === undefined ? rest : { ...rest, hint });
}
