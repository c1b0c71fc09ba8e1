import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { vi } from 'vitest';
import { openPlatform, type Platform } from '#platform/platform.ts';
import type { ObjectRef } from '#platform/ports.ts';
import { startDynalite } from '../platform/tables/dynalite.ts';
import { temporaryFolder } from '../platform/temporary-folder.ts';

/** A call that a handler made to the embedded cloud around it: a workflow to start, progress to show. */
export interface CloudCall {
  readonly method: string;
  readonly parameters: Record<string, unknown>;
}

const calls: CloudCall[] = [];
const answers = new Map<string, unknown>();

// In a thread of the embedded cloud these calls go to the main thread; here there is none.
vi.mock(import('#platform/local/rpc.ts'), async (original) => ({
  ...(await original()),
  connectRpc:
    () =>
    <Result>(method: string, parameters: unknown) => {
      calls.push({ method, parameters: parameters as Record<string, unknown> });
      return Promise.resolve(answers.get(method) as Result);
    },
}));

/** The buckets of the deployment. */
export const buckets = {
  uploads: 'umbel-uploads',
  work: 'umbel-work',
  models: 'umbel-models',
  review: 'umbel-review',
  results: 'umbel-results',
  lake: 'umbel-lake',
} as const;

export interface LocalPlatform {
  readonly platform: Platform;
  readonly calls: CloudCall[];
  /** What the cloud around a handler answers to a method. */
  answer(method: string, result: unknown): void;
  put(bucket: keyof typeof buckets, key: string, body: Uint8Array | string): Promise<ObjectRef>;
  read(bucket: keyof typeof buckets, key: string): Promise<string>;
  /** The file that holds an object. */
  fileOf(bucket: keyof typeof buckets, key: string): string;
  /** Details of the events that were published, by their names. */
  events(): { readonly detailType: string; readonly detail: unknown }[];
}

/** The embedded cloud in this process, over a home of its own: call it before a handler is imported. */
export async function openTestPlatform(): Promise<LocalPlatform> {
  const home = temporaryFolder();
  await startDynalite();
  const environment = {
    UMBEL_CLOUD: 'local',
    UMBEL_HOME: home,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
    POWERTOOLS_TRACE_ENABLED: 'false',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const platform = await openPlatform();
  const eventsDir = path.join(home, 'events');
  return {
    platform,
    calls,
    answer: (method, result) => void answers.set(method, result),
    async put(bucket, key, body) {
      const ref = { bucket: buckets[bucket], key };
      await platform.objects.put(ref, body, 'application/octet-stream');
      return ref;
    },
    read: async (bucket, key) =>
      new TextDecoder().decode(await platform.objects.get({ bucket: buckets[bucket], key })),
    fileOf: (bucket, key) => path.join(home, buckets[bucket], key),
    events: () =>
      (existsSync(eventsDir) ? readdirSync(eventsDir).sort() : []).map(
        (name) =>
          JSON.parse(readFileSync(path.join(eventsDir, name), 'utf8')) as {
            detailType: string;
            detail: unknown;
          },
      ),
  };
}

type Handler = (event: never, context: never) => Promise<unknown>;

/** The result of a handler for an event, JSON both ways as Lambda passes it. */
export async function invoke<Result>(handler: Handler, event: unknown): Promise<Result> {
  const context = {
    functionName: 'umbel-test',
    awsRequestId: 'request-1',
    invokedFunctionArn: 'arn:aws:lambda:local:000000000000:function:umbel-test',
    memoryLimitInMB: '512',
    getRemainingTimeInMillis: () => 60_000,
  };
  const result = await handler(JSON.parse(JSON.stringify(event)) as never, context as never);
  return JSON.parse(JSON.stringify(result ?? null)) as Result;
}
