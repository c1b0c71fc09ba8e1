import { setTimeout as pause } from 'node:timers/promises';
import { mayPass, namePassing } from './passing-errors.ts';
import type { Platform } from './platform.ts';
import type { ObjectInfo, ObjectStore } from './ports.ts';

export interface Patience {
  /** No new try begins after this time, ms. */
  readonly limitMs: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

/**
 * The SDK gives up within a second or two; a service that sheds load, or a partition of S3 that splits, takes longer.
 * Short enough for a function that has half a minute.
 */
export const usualPatience: Patience = { limitMs: 20_000, firstDelayMs: 100, longestDelayMs: 3_000 };

/**
 * What `call` gives, tried again while its failure may pass.
 * Delay: a random share of a time that doubles. Source: M. Brooker, "Exponential Backoff And Jitter",
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * @throws UmbelError `cloud.busy` when it did not pass in time; any other error at once
 */
export async function patiently<Result>(
  call: () => Promise<Result>,
  { limitMs, firstDelayMs, longestDelayMs }: Patience = usualPatience,
): Promise<Result> {
  const untilMs = performance.now() + limitMs;
  for (let attempt = 0; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      const delayMs = Math.random() * Math.min(longestDelayMs, firstDelayMs * 2 ** attempt);
      if (!mayPass(error) || performance.now() + delayMs > untilMs) throw namePassing(error);
      await pause(delayMs);
    }
  }
}

/**
 * The platform, each call tried again while it may pass. Every call bears to be made twice: what is put is put once more,
 * a token that was reported is `gone`, an execution that was started `already-exists`. Tables wait in the SDK.
 */
export function patient(platform: Platform, patience: Patience = usualPatience): Platform {
  const { queue, workflows, events } = platform;
  const again = <Result>(call: () => Promise<Result>) => patiently(call, patience);
  return {
    ...platform,
    objects: patientStore(platform.objects, patience),
    queue: {
      receive: (options) => again(() => queue.receive(options)),
      extend: (message, visibilityS) => again(() => queue.extend(message, visibilityS)),
      delete: (message) => again(() => queue.delete(message)),
    },
    workflows: {
      start: (request) => again(() => workflows.start(request)),
      progress: (request) => again(() => workflows.progress(request)),
      succeedTask: (token, output) => again(() => workflows.succeedTask(token, output)),
      failTask: (token, error, cause) => again(() => workflows.failTask(token, error, cause)),
      heartbeat: (token) => again(() => workflows.heartbeat(token)),
    },
    events: { publish: (event) => again(() => events.publish(event)) },
  };
}

/** The object store, each call tried again while it may pass; a list goes on behind the last key that came. */
export function patientStore(objects: ObjectStore, patience: Patience = usualPatience): ObjectStore {
  const again = <Result>(call: () => Promise<Result>) => patiently(call, patience);
  return {
    get: (ref) => again(() => objects.get(ref)),
    head: (ref) => again(() => objects.head(ref)),
    put: (ref, body, contentType) => again(() => objects.put(ref, body, contentType)),
    putIf: (ref, body, condition) => again(() => objects.putIf(ref, body, condition)),
    putStream: (ref, body, contentType) => putStream(objects, { ref, body, contentType }, patience),
    list: (bucket, prefix) => list(objects, { bucket, prefix }, patience),
    delete: (ref) => again(() => objects.delete(ref)),
  };
}

interface StreamedObject {
  readonly ref: Parameters<ObjectStore['putStream']>[0];
  readonly body: AsyncIterable<Uint8Array | string>;
  readonly contentType: string;
}

/** A stream can be begun once: after that only the parts are tried again, by the SDK. */
function putStream(objects: ObjectStore, object: StreamedObject, patience: Patience): Promise<void> {
  const { ref, body, contentType } = object;
  let begun = false;
  async function* once(): AsyncGenerator<Uint8Array | string> {
    begun = true;
    yield* body;
  }
  return patiently(async () => {
    try {
      await objects.putStream(ref, once(), contentType);
    } catch (error) {
      throw begun ? namePassing(error) : error;
    }
  }, patience);
}

async function* list(
  objects: ObjectStore,
  { bucket, prefix }: { readonly bucket: string; readonly prefix: string },
  patience: Patience,
): AsyncGenerator<ObjectInfo> {
  let listing: AsyncIterator<ObjectInfo> | undefined;
  let last: Buffer | undefined;
  const next = async (): Promise<ObjectInfo | undefined> => {
    listing ??= objects.list(bucket, prefix)[Symbol.asyncIterator]();
    try {
      for (;;) {
        const step = await listing.next();
        if (step.done === true) return undefined;
        // A listing that broke off begins anew.
        if (last === undefined || Buffer.compare(Buffer.from(step.value.key), last) > 0) return step.value;
      }
    } catch (error) {
      listing = undefined;
      throw error;
    }
  };
  for (let info = await patiently(next, patience); info !== undefined;) {
    yield info;
    last = Buffer.from(info.key);
    info = await patiently(next, patience);
  }
}
