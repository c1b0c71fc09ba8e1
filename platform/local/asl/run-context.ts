import type { AslEvent } from './events.ts';
import type { AslHost } from './host.ts';
import type { Journal } from './journal/journal.ts';
import type { Json, JsonObject } from './json.ts';
import type { Chance, Scope, Variables } from './scope.ts';
import type { TaskTokens } from './task-tokens.ts';
import { formatTimestamp } from './timestamp.ts';
import type { State } from './machine.ts';
import { refusal } from './errors.ts';

/** What one call of `runStateMachine` works with. */
export interface Run {
  readonly host: AslHost;
  readonly journal: Journal;
  readonly tokens: TaskTokens;
  readonly emit: (event: AslEvent) => void;
  readonly stateMachine: { readonly id: string; readonly name: string };
  readonly roleArn: string;
  readonly maxParallelChildren: number;
}

/** The execution, or one child of a DISTRIBUTED Map; `frame` is its own frame of the journal. */
export interface Execution {
  readonly run: Run;
  readonly id: string;
  readonly name: string;
  readonly input: Json;
  readonly frame: string;
  readonly isChild: boolean;
  /** How often the execution was redriven after a failure. */
  readonly redriveCount: number;
  /** When this process began to work on it (ms). */
  readonly startedAtMs: number;
}

/** One running machine: the execution's, a branch of a Parallel, an iteration of a Map. */
export interface Frame {
  readonly execution: Execution;
  /** Begins the journal keys of its states. */
  readonly path: string;
  readonly mapItem: JsonObject | undefined;
  readonly signal: AbortSignal;
  /** What is visible in it: its own variables and those of the machines around it. */
  variables: Variables;
  /** Those of the machines around it: visible, but not its to assign. */
  readonly outerVariables: Variables;
}

/** The frame of the machine of an execution, or of a child of a DISTRIBUTED Map: it sees no variables. */
export function outermostFrame(execution: Execution, signal: AbortSignal): Frame {
  return { execution, path: '', mapItem: undefined, signal, variables: {}, outerVariables: {} };
}

/** The frame of a machine inside another one: it sees that one's variables. */
export function innerFrame(frame: Frame, own: Pick<Frame, 'path' | 'signal'> & Partial<Frame>): Frame {
  return { ...frame, ...own, outerVariables: frame.variables };
}

/** One visit of one state. */
export interface Visit {
  readonly frame: Frame;
  readonly state: State;
  /** Begins the journal keys of this visit. */
  readonly key: string;
  /** The state's raw input. */
  readonly input: Json;
  /** When the state was entered by this process (ms). */
  readonly enteredAtMs: number;
}

/** Parts of the context object that only some places have. */
export interface ContextParts {
  readonly retryCount?: number;
  readonly token?: string;
  readonly mapItem?: JsonObject;
}

/**
 * The context object. The times in it come from the journal when the run was resumed; they are kept only when an
 * expression reads them.
 */
export function contextObject(visit: Visit, parts: ContextParts = {}): JsonObject {
  const { execution } = visit.frame;
  const { run } = execution;
  const time = (key: string, ms: number): string => formatTimestamp(recallNumber(execution, key, () => ms));
  const mapItem = parts.mapItem ?? visit.frame.mapItem;
  const context = {
    Execution: {
      Id: execution.id,
      Input: execution.input,
      get StartTime(): string {
        return time('start', execution.startedAtMs);
      },
      Name: execution.name,
      RoleArn: run.roleArn,
      RedriveCount: execution.redriveCount,
    },
    StateMachine: { Id: run.stateMachine.id, Name: run.stateMachine.name },
    State: {
      Name: visit.state.name,
      get EnteredTime(): string {
        return time(`${visit.key}@entered`, visit.enteredAtMs);
      },
      ...(parts.retryCount === undefined ? {} : { RetryCount: parts.retryCount }),
    },
    ...(parts.token === undefined ? {} : { Task: { Token: parts.token } }),
    ...(mapItem === undefined ? {} : { Map: { Item: mapItem } }),
  };
  return mapItem === undefined && execution.isChild ? withUnknownMap(context) : context;
}

/** Whether a child of a DISTRIBUTED Map sees `$$.Map` was never recorded: reading it there is refused. */
function withUnknownMap(context: JsonObject): JsonObject {
  return Object.defineProperty({ ...context }, 'Map', {
    enumerable: false,
    get: () => {
      throw refusal('the context object of a child of a DISTRIBUTED Map has no Map that is known');
    },
  });
}

/** The scope of the expressions of a state; `more` says what they see besides the input. */
export function scopeOf(visit: Visit, more: Partial<Scope> & { chanceKey: string }): Scope {
  const { chanceKey, ...parts } = more;
  return {
    data: visit.input,
    input: visit.input,
    context: contextObject(visit),
    variables: visit.frame.variables,
    chance: recordedChance(visit.frame.execution, `${visit.key}${chanceKey}`),
    ...parts,
  };
}

/** Values of chance and time for one evaluation, each kept in the journal under a running number. */
function recordedChance(execution: Execution, key: string): Chance {
  const { host } = execution.run;
  let count = 0;
  const next = (): string => `${key}!${count++}`;
  return {
    now: () => recallNumber(execution, next(), () => host.clock.now()),
    random: () => recallNumber(execution, next(), () => host.random()),
    uuid: () => recallText(execution, next(), () => host.uuid()),
  };
}

/** The number that the journal holds under the key, or a new one that it holds from now on. */
export function recallNumber(execution: Execution, key: string, make: () => number): number {
  const kept = execution.run.journal.get(execution.frame, key);
  return typeof kept === 'number' ? kept : keep(execution, key, make());
}

/** The same for a text. */
export function recallText(execution: Execution, key: string, make: () => string): string {
  const kept = execution.run.journal.get(execution.frame, key);
  return typeof kept === 'string' ? kept : keep(execution, key, make());
}

function keep<T extends number | string>(execution: Execution, key: string, value: T): T {
  execution.run.journal.put(execution.frame, key, value);
  return value;
}
