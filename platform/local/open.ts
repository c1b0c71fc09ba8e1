import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parentPort } from 'node:worker_threads';
import { type Platform, systemClock } from '../platform.ts';
import { manifestName, parseUploadKey } from '#core/flight/keys.ts';
import type {
  Events,
  ObjectRef,
  ObjectStore,
  ProgressReports,
  StageProgress,
  TokenAnswer,
  WorkQueue,
  Workflows,
} from '../ports.ts';
import { openTables } from '../tables/tables.ts';
import { openHome } from './home.ts';
import { fileObjectStore } from './object-store.ts';
import { localObjectUrls } from './object-urls.ts';
import { connectRpc, type RpcChannel } from './rpc.ts';
import { loadWrapper } from './wrapper.ts';

type Call = ReturnType<typeof connectRpc>;

/** The platform inside an embedded Lambda (a worker thread) or container (a child process). */
export async function openLocalPlatform(): Promise<Platform> {
  const wrap = await loadWrapper();
  const home = openHome();
  const call = connectRpc(channel());
  return wrap({
    objects: announcing(fileObjectStore(home.dir), call),
    urls: localObjectUrls(home.dir),
    tables: openTables(),
    queue: remoteQueue(call),
    workflows: remoteWorkflows(call),
    redrives: { redrive: (request) => call('workflows.redrive', request) },
    events: fileEvents(home.events),
    progress: remoteProgress(call),
    // One container, which the cloud itself stops at the end.
    protection: { hold: () => Promise.resolve(), release: () => Promise.resolve() },
    clock: systemClock,
  });
}

/** The way to the embedded cloud: the parent process of a container, the main thread of a Lambda. */
function channel(): RpcChannel {
  const port = parentPort;
  if (port === null) return process;
  return { send: (message) => port.postMessage(message), on: (_, listener) => port.on('message', listener) };
}

/** Tells the cloud of every manifest that arrives, as S3 would: it is what rules wait for. */
function announcing(objects: ObjectStore, call: Call): ObjectStore {
  const announce = async (ref: ObjectRef) => {
    if (parseUploadKey(ref.key)?.name === manifestName) await call('objects.created', ref);
  };
  return {
    ...objects,
    async put(ref, body, contentType) {
      await objects.put(ref, body, contentType);
      await announce(ref);
    },
    async putIf(ref, body, condition) {
      const outcome = await objects.putIf(ref, body, condition);
      if (outcome === 'stored') await announce(ref);
      return outcome;
    },
  };
}

function remoteQueue(call: Call): WorkQueue {
  return {
    receive: ({ waitS, visibilityS }) => call('queue.receive', { waitS, visibilityS }),
    extend: ({ receipt }, visibilityS) => call('queue.extend', { receipt, visibilityS }),
    delete: ({ receipt }) => call('queue.delete', { receipt }),
  };
}

function remoteWorkflows(call: Call): Workflows {
  return {
    start: (request) => call('workflows.start', request),
    progress: (request) => call<StageProgress[]>('workflows.progress', request),
    succeedTask: (taskToken, output) => call<TokenAnswer>('workflows.succeed', { taskToken, output }),
    failTask: (taskToken, error, cause) => call<TokenAnswer>('workflows.fail', { taskToken, error, cause }),
    heartbeat: (taskToken) => call<TokenAnswer>('workflows.heartbeat', { taskToken }),
  };
}

/** Events as files that people can read: one per event, in the order of their names. */
function fileEvents(folder: string): Events {
  return {
    async publish(event) {
      await mkdir(folder, { recursive: true });
      const time = new Date().toISOString();
      const file = path.join(folder, `${time.replaceAll(':', '')}-${randomUUID().slice(0, 8)}.json`);
      await writeFile(file, `${JSON.stringify({ time, ...event }, undefined, 2)}\n`);
    },
  };
}

function remoteProgress(call: Call): ProgressReports {
  return {
    report(progress) {
      // Progress is for eyes only: a lost report must not fail the work.
      call('progress', progress).catch(() => undefined);
    },
  };
}
