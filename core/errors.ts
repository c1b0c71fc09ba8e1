/** What went wrong in terms of who can act on it; decides retry, exit code and GraphQL code. */
export type ErrorKind = 'bad-input' | 'configuration' | 'not-found' | 'conflict' | 'try-again' | 'bug';

/** Exit code of the command line for each kind (BSD sysexits for 70 and 75). */
export const exitCodes: Readonly<Record<ErrorKind, number>> = {
  'bad-input': 2,
  configuration: 3,
  'not-found': 4,
  conflict: 5,
  'try-again': 75,
  bug: 70,
};

export interface UmbelErrorOptions {
  /** Dotted and stable, e.g. `photo.truncated`: people and programs search for it. */
  readonly code: string;
  readonly kind: ErrorKind;
  /** One plain sentence that holds the offending value. */
  readonly message: string;
  /** What to do about it, one sentence. */
  readonly hint?: string;
  /** Values for a program; never shown alone. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** The one base class of every error that Umbel throws on purpose. */
export class UmbelError extends Error {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(options: UmbelErrorOptions) {
    super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
    // Lambda and Step Functions report an error by its name: the stable code is what Retry and Catch match on.
    this.name = options.code;
    this.code = options.code;
    this.kind = options.kind;
    this.hint = options.hint;
    this.details = options.details ?? {};
  }
}

/** Exit code for anything thrown: an error that is not ours is a bug (70). */
export function exitCodeOf(error: unknown): number {
  return error instanceof UmbelError ? exitCodes[error.kind] : exitCodes.bug;
}
