import { type ErrorKind, UmbelError } from '#core/errors.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import { diskFullIn } from '../system-error.ts';
import type { ExecutionOutcome } from '#platform/local/executions.ts';

/** Who can act on a failed run, by the first part of the error's code; anything else may go better next time. */
const kinds: Readonly<Record<string, ErrorKind>> = {
  model: 'configuration',
  check: 'bad-input',
  flight: 'bad-input',
  tiling: 'bad-input',
  terrain: 'bad-input',
  environment: 'configuration',
};

/** What helps where the same command again does not. */
const hints: Readonly<Record<string, string>> = {
  'check.failed':
    'Mend what the sentence names, or let the run go on: leave --stop-on out, or write "flag" in the checks of flight.json.',
};

/**
 * The error of a workflow that failed, in the words of the function or container in which it happened.
 * @param record what the run itself wrote down: it knows to what photos were lost, the workflow only that they were
 */
export function runFailure(
  failed: Exclude<ExecutionOutcome, { status: 'SUCCEEDED' }>,
  record?: Pick<RunRecord, 'failure'>,
): UmbelError {
  const noted = record?.failure?.error === failed.error ? record?.failure : undefined;
  const outcome = { ...failed, ...noted };
  const code = outcome.error ?? 'run.failed';
  const full = diskFullIn(outcome.cause ?? '');
  if (full !== undefined) return full;
  const { message, hint } =
    code === 'States.ExceedToleratedFailureThreshold'
      ? { message: `Too many photos were lost to errors of the machine${firstOf(outcome.cause ?? '')}.` }
      : explain(outcome.cause ?? 'The run failed without a reason.');
  return new UmbelError({
    code,
    kind: kinds[code.split('.')[0] ?? ''] ?? 'try-again',
    message,
    hint:
      hint ??
      hints[code] ??
      'Run the same command again: what is finished is not done again. Logs: the folder logs in $UMBEL_HOME.',
    details: { ...outcome },
  });
}

/** The first error of many, where the record of the run names it. */
function firstOf(cause: string): string {
  const first = /\(first: (.*)\)$/s.exec(cause)?.[1];
  return first === undefined ? '' : `, the first one ${first.replace(/\.$/, '')}`;
}

/** Lambda wraps a thrown error as JSON. */
function explain(cause: string): { message: string; hint?: string } {
  try {
    const value: unknown = JSON.parse(cause);
    if (typeof value === 'object' && value !== null && 'errorMessage' in value)
      return { message: String(value.errorMessage) };
  } catch {
    // Plain text: the container's own words.
  }
  return { message: cause };
}
