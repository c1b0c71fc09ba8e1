import { createHash } from 'node:crypto';
import { linkAbort } from './abort.ts';
import { AslError, isRejection } from './errors.ts';
import type { AslEvent } from './events.ts';
import type { AslHost } from './host.ts';
import { memoryJournal, type Journal } from './journal/journal.ts';
import { keepExecutionFailure, redrive } from './journal/outcomes.ts';
import { plainCopy, type Json } from './json.ts';
import { checkPayload } from './limits.ts';
import type { Machine } from './machine.ts';
import { outermostFrame, type Execution, type Run } from './run-context.ts';
import { runMachine } from './states/machine.ts';
import { createTaskTokens, type TaskTokens } from './task-tokens.ts';
import { loadStateMachine } from './validate/machine.ts';
import type { ExecutionType } from './validate/node.ts';

export interface RunOptions {
  readonly definition: Json;
  readonly input: Json;
  readonly host: AslHost;
  /** STANDARD by default. */
  readonly type?: ExecutionType;
  /** Name and id (ARN) of the execution and of its state machine, as the context object shows them. */
  readonly execution: { readonly name: string; readonly id: string };
  readonly stateMachine: { readonly name: string; readonly id: string };
  readonly roleArn?: string;
  /** Where finished work is kept; a new memory journal by default. */
  readonly journal?: Journal;
  /** Where workers report on task tokens; needed as soon as the definition waits for one. */
  readonly taskTokens?: TaskTokens;
  /** Most iterations or children of one Map at once, whatever MaxConcurrency says; 40 by default. */
  readonly maxParallelChildren?: number;
  readonly onEvent?: (event: AslEvent) => void;
  /** After a FAILED execution with this journal: runs what failed again, and keeps all that was finished. */
  readonly redrive?: boolean;
  /** Cancels the run: the outcome is ABORTED, and the journal can go on from there. */
  readonly signal?: AbortSignal;
}

/** How a run ended. `error` and `cause` are missing where AWS records none. */
export type Outcome =
  | { readonly status: 'SUCCEEDED'; readonly output: Json }
  | {
      readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED' | 'REJECTED_AT_CREATE';
      readonly error?: string;
      readonly cause?: string;
    };

/**
 * The outcome of one execution of a state machine. With the journal of a former, interrupted call it goes on where that
 * one stopped: finished tasks and children are not run again, unfinished ones are.
 * @throws a refusal (`asl.refused`) for whatever this interpreter does not know; the whole definition is checked first
 */
export async function runStateMachine(options: RunOptions): Promise<Outcome> {
  let machine: Machine;
  try {
    const { host, type } = options;
    const supports = (resource: string): boolean => host.supports(resource);
    machine = loadStateMachine(options.definition, type === undefined ? { supports } : { supports, type });
  } catch (error) {
    if (isRejection(error))
      return { status: 'REJECTED_AT_CREATE', error: 'InvalidDefinition', cause: error.message };
    throw error;
  }
  const execution = begin(options);
  return execute(execution, machine, options.signal);
}

function begin(options: RunOptions): Execution {
  const journal = options.journal ?? memoryJournal();
  journal.begin(fingerprintOf(options));
  const run: Run = {
    host: options.host,
    journal,
    tokens: options.taskTokens ?? createTaskTokens(),
    emit: options.onEvent ?? (() => undefined),
    stateMachine: options.stateMachine,
    roleArn: options.roleArn ?? 'arn:aws:iam::000000000000:role/embedded',
    maxParallelChildren: options.maxParallelChildren ?? 40,
  };
  const redriveCount = redrive(run, options.redrive === true);
  return {
    ...options.execution,
    run,
    input: options.input,
    frame: '',
    isChild: false,
    redriveCount,
    startedAtMs: run.host.clock.now(),
  };
}

/** What must be the same for a journal to be used again. */
function fingerprintOf(options: RunOptions): string {
  const identity = [options.definition, options.input, options.execution.name, options.type ?? 'STANDARD'];
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex');
}

async function execute(
  execution: Execution,
  machine: Machine,
  cancel: AbortSignal | undefined,
): Promise<Outcome> {
  const { clock } = execution.run.host;
  const over = new AbortController();
  using stop = linkAbort(cancel ?? new AbortController().signal);
  let isLate = false;
  const limit = async (seconds: number): Promise<void> => {
    await clock.sleep(seconds * 1000, over.signal);
    isLate = true;
    stop.abort(new Error('the execution took too long'));
  };
  if (machine.timeoutSeconds !== undefined) limit(machine.timeoutSeconds).catch(() => undefined);
  try {
    const frame = outermostFrame(execution, stop.signal);
    const output = await runMachine(frame, machine, plainCopy(execution.input));
    return { status: 'SUCCEEDED', output: checkPayload(output, execution.name) };
  } catch (error) {
    if (isLate) return { status: 'TIMED_OUT' };
    if (cancel?.aborted === true) return { status: 'ABORTED' };
    if (!(error instanceof AslError)) throw error;
    keepExecutionFailure(execution.run, error);
    return failed(error);
  } finally {
    over.abort(new Error('the execution is over'));
  }
}

function failed(error: AslError): Outcome {
  return {
    status: 'FAILED',
    ...(error.errorName === undefined ? {} : { error: error.errorName }),
    ...(error.causeText === undefined ? {} : { cause: error.causeText }),
  };
}
