import { createWriteStream, type WriteStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UmbelError } from '#core/errors.ts';
import { systemClock } from '../platform.ts';
import { type Container, type ContainerOptions, superviseContainer } from './containers/supervisor.ts';
import type { Deployment } from './deployment.ts';
import type { Home } from './home.ts';
import { type FunctionPool, functionPool } from './lambda/function-pool.ts';
import { type MemoryQueue, memoryQueue } from './queue.ts';
import type { RpcHandlers } from './rpc.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));

export interface ServicesOptions {
  readonly deployment: Deployment;
  readonly home: Home;
  readonly environment: Readonly<Record<string, string>>;
  /** What functions and containers may ask of the cloud. */
  readonly handlers: RpcHandlers;
  /** A message that no container could handle, with the reason. */
  onDead(queue: string, body: string, reason: string): void;
  /** Functions that are called every few seconds, and how long an idle thread of them stays. */
  readonly keepWarm?: { readonly names: readonly string[]; readonly idleMs: number } | undefined;
  /** Other than usual, for tests. */
  readonly containerRestarts?: NonNullable<ContainerOptions['restarts']>;
}

/** Functions, queues and containers of the deployment, each started when it is first needed. */
export interface Services {
  readonly invoke: (functionName: string, event: string) => Promise<string>;
  readonly send: (queueUrl: string, body: string) => void;
  /** Process ids of the containers that run now. */
  containerPids(): number[];
  close(): Promise<void>;
}

/** What the owner of this computer has settled for models that run elsewhere: which servers of his own may be asked, and how. */
function remoteModelSettings(): Record<string, string> {
  const names = ['UMBEL_REMOTE_ALLOW', 'UMBEL_REMOTE_AUTHORIZATION'];
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}

/** Memory for which Lambda gives one processor. Source: AWS Lambda Developer Guide, "Configure Lambda function memory". */
const memoryMbPerCore = 1769;

/**
 * Calls of a function at the same time on this machine: together they use its cores as they would use those that Lambda
 * gives them. Two at least where there are two cores: while one starts or ends a batch, the other works.
 */
export function callsAtOnce(memoryMb: number, cores: number): number {
  const inCores = Math.floor((cores * memoryMbPerCore) / memoryMb);
  return Math.max(Math.min(2, cores), Math.min(cores, inCores));
}

/** The services of a deployment. */
export function openServices(options: ServicesOptions): Services {
  const { deployment, home, environment, handlers } = options;
  const logs = new Map<string, WriteStream>();
  const logOf = (name: string) =>
    getOrMake(logs, name, () => createWriteStream(path.join(home.logs, `${name}.log`), { flags: 'a' }));
  const functions = new Map<string, FunctionPool>();
  const queues = new Map<string, MemoryQueue>();
  const containers = new Map<string, Container>();
  /** Containers that were told to end. */
  const stopping = new Set<Promise<void>>();
  /** Queues that nobody takes from any more, and why. */
  const deserted = new Map<string, string>();

  const openFunction = (nameOrArn: string): FunctionPool => {
    const found = deployment.functions.find(
      ({ name, arn }) => nameOrArn === name || nameOrArn === arn || nameOrArn.startsWith(`${arn}:`),
    );
    if (found === undefined) throw notDeployed('function', nameOrArn);
    return getOrMake(functions, found.name, () =>
      functionPool(
        {
          ...found,
          handlerFile: path.join(repository, found.handler),
          environment: { ...environment, ...found.environment },
        },
        {
          concurrency: callsAtOnce(found.memoryMb, availableParallelism()),
          log: logOf(found.name),
          handlers,
          ...(options.keepWarm?.names.includes(found.name) === true
            ? { idleMs: options.keepWarm.idleMs }
            : {}),
        },
      ),
    );
  };
  const openQueue = (url: string): MemoryQueue => {
    const found = deployment.queues.find((queue) => queue.url === url);
    if (found === undefined) throw notDeployed('queue', url);
    return getOrMake(queues, url, () =>
      memoryQueue({
        maxReceiveCount: found.maxReceiveCount,
        clock: systemClock,
        onDead: (body) =>
          options.onDead(found.name, body, `No worker finished it in ${found.maxReceiveCount} tries.`),
      }),
    );
  };
  const startConsumers = (url: string, queue: MemoryQueue) => {
    for (const service of deployment.services.filter((candidate) => candidate.queue === url)) {
      getOrMake(containers, service.name, () =>
        superviseContainer(
          {
            ...service,
            entryFile: path.join(repository, service.entry),
            environment: { ...environment, ...remoteModelSettings(), ...service.environment },
          },
          {
            queue,
            handlers,
            log: logOf(service.name),
            onIdle: () => {
              const container = containers.get(service.name);
              containers.delete(service.name);
              if (container !== undefined) stopping.add(container.close());
            },
            ...(options.containerRestarts === undefined ? {} : { restarts: options.containerRestarts }),
            onGivenUp: (reason) => {
              deserted.set(url, reason);
              queue.drain((body) => options.onDead(url, body, reason));
            },
          },
        ),
      );
    }
  };
  return {
    invoke: (functionName, event) => openFunction(functionName).invoke(event),
    send(queueUrl, body) {
      const queue = openQueue(queueUrl);
      const reason = deserted.get(queueUrl);
      if (reason !== undefined) {
        // The sender may begin to wait for the answer only after this call.
        setImmediate(() => options.onDead(queueUrl, body, reason));
        return;
      }
      queue.send(body);
      startConsumers(queueUrl, queue);
    },
    containerPids: () => [...containers.values()].flatMap((container) => container.pid() ?? []),
    async close() {
      for (const queue of queues.values()) queue.close();
      await Promise.all([...stopping, ...[...containers.values()].map((container) => container.close())]);
      await Promise.all([...functions.values()].map((pool) => pool.close()));
      for (const log of logs.values()) log.end();
    },
  };
}

function getOrMake<Value>(values: Map<string, Value>, name: string, make: () => Value): Value {
  const existing = values.get(name);
  if (existing !== undefined) return existing;
  const made = make();
  values.set(name, made);
  return made;
}

function notDeployed(kind: string, name: string): UmbelError {
  return new UmbelError({
    code: 'cloud.not-deployed',
    kind: 'configuration',
    message: `The deployment has no ${kind} ${name}.`,
    hint: 'Run `npm run synth`: the embedded cloud runs what the templates declare.',
  });
}
