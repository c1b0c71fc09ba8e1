import { randomBytes } from 'node:crypto';
import { AslError } from './errors.ts';
import type { Json } from './json.ts';

/**
 * What a report on a task token was answered: `TaskTimedOut` when nobody waits for it any more (reported before, timed
 * out, cancelled), `InvalidToken` when this registry never gave it out (the names of AWS's errors).
 */
export type TokenAnswer = 'accepted' | 'TaskTimedOut' | 'InvalidToken';

/** Where workers report; one registry may serve many executions. */
export interface TaskTokens {
  succeed(token: string, output: Json): TokenAnswer;
  fail(token: string, error?: string, cause?: string): TokenAnswer;
  heartbeat(token: string): TokenAnswer;
  /** Used by the interpreter: a new token, and the promise of what will be reported for it. */
  open(onHeartbeat: () => void): OpenToken;
}

export interface OpenToken {
  readonly token: string;
  /** Rejects with AslError when the worker reports a failure. */
  readonly outcome: Promise<Json>;
  /** Nobody waits any more: later reports are answered `TaskTimedOut`. */
  close(): void;
}

interface Waiting {
  readonly succeed: (output: Json) => void;
  readonly fail: (error: AslError) => void;
  readonly heartbeat: () => void;
}

/** A registry. Its tokens are its own: after a restart, those of the former process are answered `InvalidToken`. */
export function createTaskTokens(): TaskTokens {
  const waiting = new Map<string, Waiting>();
  const registry = randomBytes(16).toString('hex');
  let given = 0;

  const answer = (token: string, report: (to: Waiting) => void): TokenAnswer => {
    const to = waiting.get(token);
    if (to !== undefined) {
      report(to);
      return 'accepted';
    }
    const [owner, number = ''] = token.split('.');
    return owner === registry && /^\d+$/.test(number) && Number(number) < given
      ? 'TaskTimedOut'
      : 'InvalidToken';
  };
  const finish = (token: string, report: (to: Waiting) => void): TokenAnswer => {
    const answered = answer(token, report);
    waiting.delete(token);
    return answered;
  };

  return {
    succeed: (token, output) => finish(token, (to) => to.succeed(output)),
    fail: (token, error, cause) => finish(token, (to) => to.fail(new AslError(error, cause))),
    heartbeat: (token) => answer(token, (to) => to.heartbeat()),
    open: (onHeartbeat) => {
      const token = `${registry}.${given}.${randomBytes(8).toString('hex')}`;
      given += 1;
      const { promise, resolve, reject } = Promise.withResolvers<Json>();
      // The state may stop waiting before the report: a rejection that nobody awaits must not end the process.
      promise.catch(() => undefined);
      waiting.set(token, { succeed: resolve, fail: reject, heartbeat: onHeartbeat });
      return { token, outcome: promise, close: () => void waiting.delete(token) };
    },
  };
}
