/** The seams between Umbel and the cloud it runs on: `aws/` and `local/` each implement them. */

/** Where an object is. */
export interface ObjectRef {
  readonly bucket: string;
  readonly key: string;
}

export interface ObjectInfo {
  readonly key: string;
  readonly sizeBytes: number;
  /** Changes when the content changes; for a single-part upload to S3 it is a hash of the content. */
  readonly etag: string;
  /** When it was written, ISO 8601; absent where the store does not tell. */
  readonly writtenAt?: string;
}

export interface ObjectStore {
  /** The whole object. @throws UmbelError `object.not-found` */
  get(ref: ObjectRef): Promise<Uint8Array>;
  /** Size and etag; undefined when there is no such object. */
  head(ref: ObjectRef): Promise<ObjectInfo | undefined>;
  /** Stores the whole object at once: readers see the former one or this one, never a part. */
  put(ref: ObjectRef, body: Uint8Array | string, contentType: string): Promise<void>;
  /**
   * Stores the object only where it is still the one with the etag `former`, or where there is none when `former` is
   * undefined: of two writers at once one gets `changed`, and reads again before it tries again.
   */
  putIf(
    ref: ObjectRef,
    body: Uint8Array | string,
    condition: { readonly contentType: string; readonly former: string | undefined },
  ): Promise<'stored' | 'changed'>;
  /** `put` for content that is made while it is stored; memory stays flat. */
  putStream(ref: ObjectRef, body: AsyncIterable<Uint8Array | string>, contentType: string): Promise<void>;
  /** Every object whose key begins with `prefix`, in the order of the keys (UTF-8 bytes). */
  list(bucket: string, prefix: string): AsyncIterable<ObjectInfo>;
  delete(ref: ObjectRef): Promise<void>;
}

/** URLs with which people read and write objects past the API, each for some time only. */
export interface ObjectUrls {
  /** Reads one object; the same within ten minutes, so that browsers keep what they have. @param fileName saves it under this name */
  read(ref: ObjectRef, options: { forS: number; fileName?: string }): Promise<string>;
  /** PUTs a whole object of exactly this size and type. */
  write(ref: ObjectRef, options: { forS: number; sizeBytes: number; contentType: string }): Promise<string>;
  /** Begins an object in parts and returns the id of the upload. */
  beginParts(ref: ObjectRef, contentType: string): Promise<string>;
  /** PUTs one part, counted from 1; the answer carries an ETag. */
  writePart(ref: ObjectRef, part: UploadPartRequest): Promise<string>;
  /** Makes the object of its parts. @throws UmbelError `upload.part-missing`, `upload.not-found` */
  joinParts(
    ref: ObjectRef,
    upload: { uploadId: string; parts: readonly { readonly number: number; readonly etag: string }[] },
  ): Promise<void>;
}

export interface UploadPartRequest {
  readonly uploadId: string;
  readonly number: number;
  readonly sizeBytes: number;
  readonly forS: number;
}

/** A message taken from a queue; it comes back when it is neither deleted nor extended in time. */
export interface QueueMessage {
  readonly messageId: string;
  readonly receipt: string;
  readonly body: string;
  /** How often it was taken, this time included. */
  readonly receiveCount: number;
}

export interface WorkQueue {
  /** Waits up to `waitS` seconds (at most 20) for at most one message. */
  receive(options: {
    waitS: number;
    visibilityS: number;
    signal?: AbortSignal;
  }): Promise<QueueMessage | undefined>;
  /** Hides a message for `visibilityS` more seconds from now. */
  extend(message: QueueMessage, visibilityS: number): Promise<void>;
  delete(message: QueueMessage): Promise<void>;
}

export interface Workflows {
  /** Starts an execution; `already-exists` when one of this name was started before. */
  start(request: {
    workflowArn: string;
    name: string;
    input: unknown;
  }): Promise<'started' | 'already-exists'>;
  /** How far the stages of an execution are that go over photos; empty where nothing is known. */
  progress(request: { workflowArn: string; name: string }): Promise<StageProgress[]>;
  succeedTask(taskToken: string, output: unknown): Promise<TokenAnswer>;
  failTask(taskToken: string, error: string, cause: string): Promise<TokenAnswer>;
  heartbeat(taskToken: string): Promise<TokenAnswer>;
}

/** Goes on with executions that did not end well. */
export interface Redrives {
  redrive(request: { workflowArn: string; name: string }): Promise<RedriveOutcome>;
}

/**
 * `redriven`: the execution goes on; `running`, `succeeded`: there is nothing to go on with; `over`: it cannot go on any
 * more, but its work can be done by a new execution.
 */
export type RedriveOutcome = 'redriven' | 'running' | 'succeeded' | 'over';

/** Photos of one stage of a run: `tile-photos`, `score-photos`, `cut-review-tiles`. */
export interface StageProgress {
  readonly stage: string;
  readonly done: number;
  /** Lost to errors. */
  readonly failed: number;
  /** When the stage began, ISO 8601. */
  readonly startedAt: string;
  readonly finishedAt?: string;
}

/** `gone`: the workflow no longer waits for this token (timed out, reported before, cancelled). */
export type TokenAnswer = 'ok' | 'gone';

/** Keeps a worker alive while it has a batch in hand, when its service is made smaller. */
export interface ScaleInProtection {
  /** Protects this worker for so many minutes from now. */
  hold(minutes: number): Promise<void>;
  release(): Promise<void>;
}

export interface Events {
  /** Publishes on the event bus, at least once. */
  publish(event: { source: string; detailType: string; detail: unknown }): Promise<void>;
}

/** Work done, for whoever watches: photos of a stage of a run. */
export interface ProgressReports {
  report(progress: { runId: string; stage: string; photos: number }): void;
}

export interface Clock {
  /** Now. */
  now(): Date;
}
