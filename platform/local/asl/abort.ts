/** A signal of its own that is also aborted with its parent; disposing it lets go of the parent. */
export interface LinkedAbort extends Disposable {
  readonly signal: AbortSignal;
  abort(reason: Error): void;
}

/**
 * A linked signal. Unlike AbortSignal.any it leaves nothing behind on a parent that lives long: a run makes thousands
 * of them below one signal.
 */
export function linkAbort(parent: AbortSignal, onAbort?: (reason: unknown) => void): LinkedAbort {
  const controller = new AbortController();
  const pass = (): void => {
    controller.abort(parent.reason);
    onAbort?.(parent.reason);
  };
  if (parent.aborted) pass();
  else parent.addEventListener('abort', pass, { once: true });
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    [Symbol.dispose]: () => parent.removeEventListener('abort', pass),
  };
}
