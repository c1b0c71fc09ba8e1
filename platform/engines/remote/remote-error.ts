import { UmbelError } from '#core/errors.ts';

/** Why a request to a remote model failed, as far as it decides whether it may be sent again. */
export interface RemoteFailure {
  /** HTTP status; undefined when there was no answer. */
  readonly status?: number;
  /** What the server or the network said. */
  readonly problem: string;
  /** How long the server asks to wait, ms. */
  readonly retryAfterMs?: number;
  /** True when no answer came in time. */
  readonly timedOut?: boolean;
  readonly cause?: unknown;
}

/** An UmbelError that knows whether the request may be sent again. */
export class RemoteError extends UmbelError {
  readonly mayRetry: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(where: string, failure: RemoteFailure) {
    const { status, cause } = failure;
    const { code, kind, hint } = meaningOf(failure);
    const said = status === undefined ? failure.problem : `status ${status}, ${failure.problem}`;
    super({
      code,
      kind,
      message: `The remote model at ${where} did not answer as it must: ${said}.`,
      hint,
      ...(cause === undefined ? {} : { cause }),
    });
    this.mayRetry = code === 'remote.busy' || code === 'remote.unreachable' || code === 'remote.timeout';
    this.retryAfterMs = failure.retryAfterMs;
  }
}

/**
 * Answers that pass by themselves: the server (or the gateway before it) was too busy to look at the request.
 * 500 is not among them: a model that fails on these tiles fails again. Source: RFC 9110, section 15; RFC 6585, section 4.
 */
const busyStatuses: ReadonlySet<number> = new Set([429, 502, 503, 504]);

type Meaning = Pick<UmbelError, 'code' | 'kind'> & { readonly hint: string };

function meaningOf({ status, timedOut }: RemoteFailure): Meaning {
  if (timedOut === true) {
    return {
      code: 'remote.timeout',
      kind: 'try-again',
      hint: 'Look at the load of the server; remote.timeoutMs of the package says how long is waited.',
    };
  }
  if (status === undefined) {
    return {
      code: 'remote.unreachable',
      kind: 'try-again',
      hint: 'Check that the server runs and can be reached from here.',
    };
  }
  if (busyStatuses.has(status)) {
    return {
      code: 'remote.busy',
      kind: 'try-again',
      hint: 'Give the server more instances, or the package a smaller remote.inFlight.',
    };
  }
  if (status >= 500) {
    return {
      code: 'remote.failed',
      kind: 'configuration',
      hint: "Look at the server's log: it failed on these tiles, and would again.",
    };
  }
  return {
    code: 'remote.refused',
    kind: 'configuration',
    hint: 'Check address, model name, names of tensors, and rights.',
  };
}

/**
 * The error for an answer that came but cannot be used.
 * @param problem completes "The remote model's answer cannot be used: ..."
 */
export function answerInvalid(problem: string, cause?: unknown): UmbelError {
  return new UmbelError({
    code: 'remote.answer-invalid',
    kind: 'configuration',
    message: `The remote model's answer cannot be used: ${problem}.`,
    hint: 'Check output.name and output.kind of the package against the model that is served.',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** The error for an answer that holds no number where one must be. */
export function answerNotANumber(tile: number): UmbelError {
  return new UmbelError({
    code: 'model.nan',
    kind: 'configuration',
    message: `The remote model's answer for tile ${tile} of the batch is not a number.`,
    hint: 'The weights that are served are damaged or the training diverged; use another model.',
  });
}
