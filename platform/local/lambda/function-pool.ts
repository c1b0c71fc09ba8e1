import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type RpcHandlers, serveRpc } from '../rpc.ts';
import { isLambdaAnswer, type LambdaAnswer, type LambdaCall, type LambdaThreadData } from './protocol.ts';

export interface LambdaFunction {
  readonly name: string;
  readonly arn: string;
  /** Absolute path of the handler's module. */
  readonly handlerFile: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeoutS: number;
  readonly memoryMb: number;
}

/** What Lambda reports when a call fails: the name that Retry and Catch match, and the cause as JSON text. */
export class LambdaFailure extends Error {
  override readonly cause: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.name = error;
    this.cause = cause;
  }
}

export interface FunctionPool {
  /** The result of one call, JSON text both ways. @throws LambdaFailure */
  invoke(event: string): Promise<string>;
  close(): Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  call:
    | {
        readonly id: number;
        resolve(result: string): void;
        reject(error: Error): void;
        timer: NodeJS.Timeout;
      }
    | undefined;
  idle: NodeJS.Timeout | undefined;
  /** It is being ended: no call may go to it. */
  ending: boolean;
}

/** An idle thread gives its memory back after this time: the stages of a flight come one after the other. */
export const idleLimitMs = 1_500;

export interface FunctionPoolOptions {
  /** Most threads, that is calls at the same time. */
  readonly concurrency: number;
  /** Takes what the function prints: its log. */
  readonly log: NodeJS.WritableStream;
  /** What the function may ask of the cloud: start a workflow, report progress. */
  readonly handlers: RpcHandlers;
  /** Other than `idleLimitMs`: functions that people wait for stay. */
  readonly idleMs?: number;
}

/** The embedded form of one Lambda function: worker threads, one call at a time each, started when needed. */
export function functionPool(definition: LambdaFunction, options: FunctionPoolOptions): FunctionPool {
  const threads = new Set<Thread>();
  const waiting: (() => void)[] = [];
  let calls = 0;
  let closed = false;

  const endings = new Set<Promise<unknown>>();
  const end = (thread: Thread) => {
    thread.ending = true;
    clearTimeout(thread.idle);
    const ending = thread.worker.terminate().finally(() => endings.delete(ending));
    endings.add(ending);
  };
  const drop = (thread: Thread, failure?: LambdaFailure) => {
    threads.delete(thread);
    clearTimeout(thread.idle);
    clearTimeout(thread.call?.timer);
    if (failure !== undefined) thread.call?.reject(failure);
    thread.call = undefined;
    waiting.shift()?.();
  };
  const start = (): Thread => {
    const thread: Thread = {
      worker: startWorker(definition, options.log),
      call: undefined,
      idle: undefined,
      ending: false,
    };
    threads.add(thread);
    const { worker } = thread;
    serveRpc(
      { send: (message) => worker.postMessage(message), on: (_, listener) => worker.on('message', listener) },
      options.handlers,
    );
    worker.on('message', (message: unknown) => {
      if (isLambdaAnswer(message)) finish(thread, message);
    });
    worker.on('error', (error) => drop(thread, failureOf('Runtime.ExitError', String(error))));
    worker.on('exit', (code) =>
      drop(thread, failureOf('Runtime.ExitError', `the function ended with code ${code}`)),
    );
    return thread;
  };
  const finish = (thread: Thread, reply: LambdaAnswer) => {
    const call = thread.call;
    if (call === undefined || call.id !== reply.id) return;
    clearTimeout(call.timer);
    thread.call = undefined;
    thread.idle = setTimeout(() => end(thread), options.idleMs ?? idleLimitMs);
    if (reply.error === undefined) call.resolve(reply.result ?? 'null');
    else {
      // As Lambda does: whoever reads the log sees why a call failed.
      options.log.write(`ERROR\tInvoke Error\t${JSON.stringify(reply.error)}\n`);
      call.reject(new LambdaFailure(reply.error.errorType, JSON.stringify(reply.error)));
    }
    waiting.shift()?.();
  };
  const free = (): Thread | undefined =>
    [...threads].find(({ call, ending }) => call === undefined && !ending) ??
    (threads.size < options.concurrency ? start() : undefined);
  const call = (thread: Thread, event: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const id = calls++;
      const timer = setTimeout(() => {
        drop(thread, failureOf('Sandbox.Timedout', `Task timed out after ${definition.timeoutS} seconds`));
        end(thread);
      }, definition.timeoutS * 1000);
      clearTimeout(thread.idle);
      thread.call = { id, resolve, reject, timer };
      const message: LambdaCall = {
        id,
        requestId: randomUUID(),
        event,
        deadlineMs: Date.now() + definition.timeoutS * 1000,
      };
      thread.worker.postMessage(message);
    });
  return {
    async invoke(event) {
      for (;;) {
        if (closed) throw failureOf('Runtime.ExitError', 'the embedded cloud was closed');
        const thread = free();
        // In the same breath: a thread that is found free must not be found by another call.
        if (thread !== undefined) return call(thread, event);
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
    async close() {
      closed = true;
      for (const wake of waiting.splice(0)) wake();
      for (const thread of threads) end(thread);
      await Promise.all(endings);
    },
  };
}

function startWorker(definition: LambdaFunction, log: NodeJS.WritableStream): Worker {
  const data: LambdaThreadData = {
    handlerFile: pathToFileURL(definition.handlerFile).href,
    functionName: definition.name,
    functionArn: definition.arn,
    memoryMb: definition.memoryMb,
  };
  const worker = new Worker(new URL('thread.ts', import.meta.url), {
    name: definition.name,
    workerData: data,
    env: {
      ...definition.environment,
      AWS_LAMBDA_FUNCTION_NAME: definition.name,
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMb),
    },
    stdout: true,
    stderr: true,
  });
  worker.stdout.pipe(log, { end: false });
  worker.stderr.pipe(log, { end: false });
  return worker;
}

function failureOf(errorType: string, errorMessage: string): LambdaFailure {
  return new LambdaFailure(errorType, JSON.stringify({ errorType, errorMessage }));
}
