import { linkAbort } from '../abort.ts';
import { AslError } from '../errors.ts';

/**
 * Works through `source` with at most `limit` pieces at once, and resolves when all are done. After the first failure
 * the others are aborted, nothing more is taken from the source, and that failure is thrown.
 */
export async function together<T>(
  options: { source: AsyncIterable<T>; limit: number; signal: AbortSignal },
  work: (piece: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  using stop = linkAbort(options.signal);
  const { signal } = stop;
  const pieces = options.source[Symbol.asyncIterator]();
  let failure: { error: unknown } | undefined;

  const worker = async (): Promise<void> => {
    try {
      for (;;) {
        signal.throwIfAborted();
        const piece = await pieces.next();
        if (piece.done === true) return;
        await work(piece.value, signal);
      }
    } catch (error) {
      // What failed beside the first failure is put aside with it when the execution is redriven.
      if (failure?.error instanceof AslError && error instanceof AslError)
        failure.error.kept.push(...error.kept);
      failure ??= { error };
      stop.abort(new Error('another part of the same state failed'));
    }
  };
  await Promise.all(Array.from({ length: options.limit }, worker));
  if (failure === undefined) return;
  await pieces.return?.();
  options.signal.throwIfAborted();
  throw failure.error;
}

/** The numbers from 0 up to, not including, `count`. */
export async function* numbersTo(count: number): AsyncGenerator<number> {
  for (let number = 0; number < count; number += 1) yield number;
}
