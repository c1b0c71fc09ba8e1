import type { Placer } from './jsonpath/place.ts';
import type { Json } from './json.ts';
import type { Evaluator, Scope } from './scope.ts';
import type { QueryLanguage } from './template.ts';

/** A checked and compiled state machine, or the part of one inside Parallel and Map. */
export interface Machine {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
  /** Only for the outermost one. */
  readonly timeoutSeconds: number | undefined;
}

export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

/** A number that may depend on the scope; checked when it is read. */
export type NumberReader = (scope: Scope) => Promise<number>;

export interface StateCommon {
  readonly name: string;
  readonly language: QueryLanguage;
  readonly flow: Flow;
}

/** How data passes through a state: InputPath to OutputPath, or Arguments and Output. */
export interface Flow {
  /** InputPath; undefined = the input as it is. */
  readonly inputPath: Evaluator | undefined;
  /** Parameters or Arguments; undefined = the effective input. */
  readonly arguments: Evaluator | undefined;
  readonly resultSelector: Evaluator | undefined;
  readonly resultPath: Placer;
  readonly outputPath: Evaluator | undefined;
  /** Output (JSONata). */
  readonly output: Evaluator | undefined;
  /** Assign: gives an object of variables. */
  readonly assign: Evaluator | undefined;
}

export interface Leaving {
  /** The next state; undefined = the end of this machine. */
  readonly next: string | undefined;
}

export interface PassState extends StateCommon, Leaving {
  readonly type: 'Pass';
  readonly result: Json | undefined;
}

export interface Guarded {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

export interface Retrier {
  readonly errorEquals: readonly string[];
  readonly intervalSeconds: number;
  readonly maxAttempts: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number | undefined;
  readonly jitter: 'FULL' | 'NONE';
}

export interface Catcher {
  readonly errorEquals: readonly string[];
  readonly next: string;
  readonly resultPath: Placer;
  readonly output: Evaluator | undefined;
  readonly assign: Evaluator | undefined;
}

export interface TaskState extends StateCommon, Leaving, Guarded {
  readonly type: 'Task';
  readonly resource: string;
  readonly waitsForToken: boolean;
  readonly timeoutSeconds: NumberReader | undefined;
  readonly heartbeatSeconds: NumberReader | undefined;
  readonly credentials: Evaluator | undefined;
}

export interface ChoiceRule {
  readonly matches: (scope: Scope) => Promise<boolean>;
  readonly next: string;
  readonly assign: Evaluator | undefined;
  readonly output: Evaluator | undefined;
}

export interface ChoiceState extends StateCommon {
  readonly type: 'Choice';
  readonly rules: readonly ChoiceRule[];
  readonly fallback: string | undefined;
}

export interface WaitState extends StateCommon, Leaving {
  readonly type: 'Wait';
  /** When the wait ends (ms), given the time at which it began. */
  readonly until: (scope: Scope, nowMs: number) => Promise<number>;
}

export interface SucceedState extends StateCommon {
  readonly type: 'Succeed';
}

export interface FailState extends StateCommon {
  readonly type: 'Fail';
  readonly error: Evaluator | undefined;
  readonly cause: Evaluator | undefined;
}

export interface ParallelState extends StateCommon, Leaving, Guarded {
  readonly type: 'Parallel';
  readonly branches: readonly Machine[];
}

export interface MapState extends StateCommon, Leaving, Guarded {
  readonly type: 'Map';
  readonly processor: Machine;
  /** Items or ItemsPath; undefined = the effective input. */
  readonly items: Evaluator | undefined;
  readonly itemSelector: Evaluator | undefined;
  readonly maxConcurrency: NumberReader | undefined;
  /** The tolerated failures may stand in an INLINE Map too; there they are checked, and have no effect. */
  readonly toleratedCount: NumberReader | undefined;
  readonly toleratedPercentage: NumberReader | undefined;
  /** Undefined for INLINE. */
  readonly distributed: Distributed | undefined;
}

export interface Distributed {
  readonly label: string;
  readonly reader: ItemReader | undefined;
  readonly batcher: ItemBatcher | undefined;
  readonly writer: ResultWriter | undefined;
}

export interface ItemReader {
  readonly kind: 'JSON' | 'JSONL' | 'CSV' | 'list';
  /** Bucket and Key, or Bucket and Prefix. */
  readonly arguments: Evaluator;
  readonly maxItems: NumberReader | undefined;
  readonly csv: CsvOptions | undefined;
}

export interface CsvOptions {
  readonly delimiter: string;
  /** Undefined = the first row. */
  readonly headers: readonly string[] | undefined;
}

export interface ItemBatcher {
  readonly maxItems: NumberReader | undefined;
  readonly maxBytes: NumberReader | undefined;
  readonly batchInput: Evaluator | undefined;
}

export interface ResultWriter {
  /** Bucket and Prefix. */
  readonly arguments: Evaluator;
  readonly transformation: 'NONE' | 'COMPACT' | 'FLATTEN';
  readonly outputType: 'JSON' | 'JSONL';
}
