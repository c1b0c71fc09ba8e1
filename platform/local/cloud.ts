import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import { createTaskTokens } from './asl/task-tokens.ts';
import { realClock } from './asl/clock.ts';
import { type Deployment, loadDeployment } from './deployment.ts';
import { type LocalDynamoDb, startDynamoDb } from './dynamodb/supervisor.ts';
import { createMissingTables } from './dynamodb/tables.ts';
import { embeddedEnvironment, tableNames } from './environment.ts';
import type { ExecutionOutcome } from './executions.ts';
import { type Home, openHome } from './home.ts';
import { announceDatabase, takeLock } from './lock.ts';
import { type FileObjectStore, fileObjectStore } from './object-store.ts';
import { openTables, type Tables } from '../tables/tables.ts';
import { deliver, executionEnded, objectCreated } from './rules.ts';
import { progressMeter } from './progress-meter.ts';
import type { ObjectRef } from '../ports.ts';
import type { RpcHandlers } from './rpc.ts';
import { openServices, type Services } from './services.ts';
import { openWorkflows, type LocalWorkflows, type WorkflowEvent } from './workflows.ts';
import { workflowHost } from './workflow-host.ts';

export interface LocalCloudOptions {
  /** Where state lives; default $UMBEL_HOME, else `.umbel`. */
  readonly homeDir?: string;
  /** Functions whose threads stay for minutes after a call. */
  readonly keepWarm?: readonly string[];
  /** What holds the folder, for whoever finds it taken. */
  readonly holder?: string;
  /** Photos of a stage that were finished. */
  readonly onProgress?: (progress: Progress) => void;
  /** What is deployed; default: what `npm run synth` wrote. Tests shorten times with it. */
  readonly deployment?: Deployment;
  /** A module that stands between functions and containers and their platform: see `wrapper.ts`. */
  readonly wrapper?: URL;
  /** States entered and left. */
  readonly onWorkflowEvent?: (event: WorkflowEvent) => void;
}

const progressSchema = z.object({ runId: z.string(), stage: z.string(), photos: z.number() });
export type Progress = z.infer<typeof progressSchema>;

/** The cloud on one machine: the same handlers, container and state machine as deployed, with the edges swapped. */
export interface LocalCloud {
  readonly home: Home;
  readonly deployment: Deployment;
  readonly objects: FileObjectStore;
  readonly tables: Tables;
  /** Calls a function as the console or an event would. */
  invoke(functionName: string, event: unknown): Promise<unknown>;
  /** Starts a workflow by its name; `finish` waits for it. */
  start(request: { workflow: string; name: string; input: unknown }): 'started' | 'already-exists';
  /** Whether an execution of this name ended well. */
  isDone(executionName: string): boolean;
  /** The outcome of an execution: waits for one that runs, continues one that a crash cut off. */
  finish(executionName: string): Promise<ExecutionOutcome>;
  /** Process ids of database and containers, for tests that kill them. */
  pids(): { readonly database: number | undefined; readonly containers: readonly number[] };
  /** False from the moment in which `close` was called. */
  isOpen(): boolean;
  close(): Promise<void>;
}

/**
 * Starts the embedded cloud over a home folder; one process at a time works in a folder.
 * @throws UmbelError `home.locked`
 */
export async function openLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const home = openHome(options.homeDir);
  const release = takeLock(home.lock, options.holder);
  try {
    const database = await startDynamoDb(home.database);
    return await openCloud({ home, release, database, options }).catch(async (error: unknown) => {
      const failure = database.failure();
      await database.close();
      throw failure ?? error;
    });
  } catch (error) {
    release();
    throw error;
  }
}

interface Opening {
  readonly home: Home;
  readonly release: () => void;
  readonly database: LocalDynamoDb;
  readonly options: LocalCloudOptions;
}

async function openCloud({ home, release, database, options }: Opening): Promise<LocalCloud> {
  const deployment = options.deployment ?? loadDeployment();
  const environment = embeddedEnvironment(home, database.endpoint, options.wrapper);
  // The command line reads the same tables with the same client as the functions.
  Object.assign(process.env, environment, tableNames(deployment), commonNames(deployment));
  await createMissingTables(database.endpoint, deployment.tables);
  announceDatabase(home.lock, database.endpoint);

  const objects = fileObjectStore(home.dir);
  const tokens = createTaskTokens();
  const meter = progressMeter();
  let workflows: LocalWorkflows;
  const handlers: RpcHandlers = {
    'workflows.start': (request: { workflowArn: string; name: string; input: unknown }) =>
      workflows.start(request),
    'workflows.succeed': ({ taskToken, output }: { taskToken: string; output: never }) =>
      answer(tokens.succeed(taskToken, output)),
    'workflows.fail': ({ taskToken, error, cause }: { taskToken: string; error: string; cause: string }) =>
      answer(tokens.fail(taskToken, error, cause)),
    'workflows.heartbeat': ({ taskToken }: { taskToken: string }) => answer(tokens.heartbeat(taskToken)),
    'workflows.redrive': ({ name }: { name: string }) => workflows.redrive(name),
    'workflows.progress': ({ name }: { name: string }) => meter.stagesOf(name),
    'objects.created': (ref: ObjectRef) => deliver(objectCreated(ref), deployment, services),
    progress(parameters: unknown) {
      const progress = progressSchema.parse(parameters);
      meter.add(progress);
      options.onProgress?.(progress);
    },
  };
  const services: Services = openServices({
    deployment,
    home,
    environment,
    handlers,
    keepWarm: { names: options.keepWarm ?? [], idleMs: warmMs },
    onDead: (_queue, body, reason) => {
      const token = z.object({ taskToken: z.string() }).parse(JSON.parse(body)).taskToken;
      tokens.fail(token, 'Queue.DeadLetter', reason);
    },
  });
  const host = workflowHost({ objects, clock: realClock, invoke: services.invoke, send: services.send });
  workflows = openWorkflows({
    home,
    deployment,
    host,
    tokens,
    onEvent: options.onWorkflowEvent,
    onEnd: (ended) => deliver(executionEnded(ended), deployment, services),
  });
  const tables = openTables();
  let open = true;
  return {
    home,
    deployment,
    objects,
    tables,
    invoke: async (name, event) => JSON.parse(await services.invoke(name, JSON.stringify(event))) as unknown,
    start: ({ workflow, ...request }) =>
      workflows.start({ workflowArn: arnOf(deployment, workflow), ...request }),
    isDone: (name) => workflows.isDone(name),
    finish: (name) => workflows.finish(name),
    pids: () => ({ database: database.pid(), containers: services.containerPids() }),
    isOpen: () => open,
    async close() {
      open = false;
      await services.close();
      await database.close();
      release();
    },
  };
}

/** How long a function stays that people call from a screen. */
const warmMs = 15 * 60_000;

function answer(answered: 'accepted' | 'TaskTimedOut' | 'InvalidToken'): 'ok' | 'gone' {
  return answered === 'accepted' ? 'ok' : 'gone';
}

/** @throws UmbelError `workflow.unknown` */
function arnOf(deployment: Deployment, workflow: string): string {
  const found = deployment.workflows.find(({ name }) => name === workflow);
  if (found !== undefined) return found.arn;
  throw new UmbelError({
    code: 'workflow.unknown',
    kind: 'not-found',
    message: `There is no workflow ${workflow}.`,
    hint: `There are ${deployment.workflows.map(({ name }) => name).join(', ')}.`,
  });
}

/** Names of tables and buckets, the same for every function that was granted them. */
export function commonNames(deployment: Deployment): Record<string, string> {
  return Object.assign({}, ...deployment.functions.map((definition) => definition.environment)) as Record<
    string,
    string
  >;
}
