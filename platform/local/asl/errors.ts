import { UmbelError } from '#core/errors.ts';

/** One entry of the journal. */
export interface JournalPlace {
  readonly frame: string;
  readonly key: string;
}

/**
 * A state failed in the way the Amazon States Language describes: Retry and Catch see it by `errorName`.
 * Hosts reject with it from `task`; the interpreter throws it for its own `States.*` errors.
 */
export class AslError extends UmbelError {
  /** For instance `States.Timeout`; undefined when the failure has no name (a Fail state without Error). */
  readonly errorName: string | undefined;
  readonly causeText: string | undefined;
  /** When the failure happened (ms), if it comes from the journal: a retry waits only for what is left. */
  readonly failedAtMs: number | undefined;
  /** Further names that Retry and Catch may use for it. */
  readonly aliases: readonly string[];
  /** Where the journal holds this failure: entries that a redrive must forget. */
  readonly kept: JournalPlace[] = [];

  constructor(
    errorName: string | undefined,
    causeText?: string,
    more: { failedAtMs?: number; aliases?: readonly string[]; cause?: unknown } = {},
  ) {
    super({
      code: 'asl.state-failed',
      kind: 'bug',
      message: `${errorName ?? 'a failure without a name'}${causeText === undefined ? '' : `: ${causeText}`}`,
      ...(more.cause === undefined ? {} : { cause: more.cause }),
    });
    this.errorName = errorName;
    this.causeText = causeText;
    this.failedAtMs = more.failedAtMs;
    this.aliases = more.aliases ?? [];
  }
}

/**
 * The error for a definition, or a value met while it runs, on which this interpreter does not know what AWS does:
 * it says so and never guesses. Exit code 3.
 */
export function refusal(message: string, at?: string): UmbelError {
  return new UmbelError({
    code: 'asl.refused',
    kind: 'configuration',
    message: at === undefined ? message : `${message} (at ${at})`,
    hint: 'The embedded interpreter is strict: use what it knows, or run this state machine on AWS.',
    details: at === undefined ? {} : { at },
  });
}

/** The error for a definition that AWS refuses at CreateStateMachine. */
export function rejection(message: string, at: string): UmbelError {
  return new UmbelError({
    code: 'asl.rejected',
    kind: 'bad-input',
    message: `Invalid State Machine Definition: ${message} at ${at}`,
    hint: 'AWS does not accept this definition either: correct it.',
    details: { at },
  });
}

export function isRefusal(error: unknown): error is UmbelError {
  return error instanceof UmbelError && error.code === 'asl.refused';
}

export function isRejection(error: unknown): error is UmbelError {
  return error instanceof UmbelError && error.code === 'asl.rejected';
}

/** The failure of an expression or a value in a JSONPath state: no Retry or Catch on States.ALL sees it. */
export function runtimeFailure(cause: string): AslError {
  return new AslError('States.Runtime', cause);
}

/** The failure of an expression or a value in a JSONata state. */
export function queryFailure(cause: string, thrown?: unknown): AslError {
  return new AslError('States.QueryEvaluationError', cause, thrown === undefined ? {} : { cause: thrown });
}
