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
  succeedTask(taskToken: string, output: unknown): Promise<TokenAnswer>;
  failTask(taskToken: string, error: string, cause: string): Promise<TokenAnswer>;
  heartbeat(taskToken: string): Promise<TokenAnswer>;
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
