import type { Json, JsonObject } from './json.ts';

/** Time for the interpreter: the real one, or a virtual one whose waits cost nothing. */
export interface AslClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Resolves after `ms`; rejects with the signal's reason when that is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** One object of a listing, named as S3 names its fields. */
export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly etag?: string;
  readonly lastModifiedMs?: number;
}

/** The objects that ItemReader reads and ResultWriter writes. */
export interface AslObjects {
  /** The bytes of one object in order. Rejects when there is none. */
  read(bucket: string, key: string): AsyncIterable<Uint8Array>;
  list(bucket: string, prefix: string): AsyncIterable<ListedObject>;
  /** Writes one object from pieces of text that arrive while it is written. */
  write(bucket: string, key: string, text: AsyncIterable<string>): Promise<void>;
}

export interface TaskCall {
  /** As in the definition, e.g. `arn:aws:states:::sqs:sendMessage.waitForTaskToken` or a Lambda ARN. */
  readonly resource: string;
  /** Arguments (JSONata) or Parameters (JSONPath), evaluated; the state's input when there are none. */
  readonly arguments: Json;
  /** The state's Credentials, evaluated; undefined when it has none. */
  readonly credentials: Json | undefined;
  readonly context: TaskContext;
  /** Aborted when nobody waits for the result any more: timed out, a sibling failed, cancelled. */
  readonly signal: AbortSignal;
  /** Starts the time of HeartbeatSeconds again. */
  heartbeat(): void;
}

export interface TaskContext {
  readonly stateName: string;
  /** 0 at the first attempt. */
  readonly retryCount: number;
  /** Id of the execution: that of the child in a DISTRIBUTED Map. */
  readonly executionId: string;
  /** Only for `.waitForTaskToken`. */
  readonly taskToken: string | undefined;
  /** The same for the same attempt of the same state after a crash: a key for idempotent work. */
  readonly attemptKey: string;
  /** The whole context object, as `$$` or `$states.context` see it. */
  readonly contextObject: JsonObject;
}

/** What the interpreter needs from the machine it runs on. */
export interface AslHost {
  /** True when `task` can run the resource; asked for every Task when a definition is loaded. */
  supports(resource: string): boolean;
  /**
   * The result of one task. For `.waitForTaskToken` it resolves when the token has been handed over (its value is not
   * used); for `.sync` when the job has ended. Rejects with AslError for a failure that Retry and Catch may see; any
   * other error ends the run as a bug.
   */
  task(call: TaskCall): Promise<Json>;
  readonly objects: AslObjects;
  readonly clock: AslClock;
  /** A number from 0 up to, not including, 1. */
  random(): number;
  uuid(): string;
}
