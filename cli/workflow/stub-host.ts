import { randomUUID } from 'node:crypto';
import { AslError, refusal } from '#platform/local/asl/errors.ts';
import type { AslHost, AslObjects, TaskCall } from '#platform/local/asl/host.ts';
import type { Json } from '#platform/local/asl/json.ts';
import type { TaskTokens } from '#platform/local/asl/task-tokens.ts';
import type { VirtualClock } from '#platform/local/asl/virtual-clock.ts';
import { invocationResult, readInvocation } from './stub-lambda.ts';
import type { Stub, StubFailure, Stubs } from './stubs.ts';

export interface StubHostOptions {
  readonly stubs: Stubs;
  readonly objects: AslObjects;
  readonly clock: VirtualClock;
  readonly tokens: TaskTokens;
}

/** How a stub is called, and how its value becomes the result of the task. */
interface Target {
  readonly stub: Stub;
  readonly payload: Json;
  readonly wrap: (value: Json) => Json;
}

const functionArn = /^arn:aws[a-z-]*:lambda:[^:]*:[^:]*:function:([^:]+)/;

/** AWS ends a task after this time when nothing else does (TimeoutSeconds' default). */
const longestTaskSeconds = 99_999_999;

/** A host whose tasks are stubs and whose time is virtual. */
export function stubHost(options: StubHostOptions): AslHost {
  const { stubs, clock, tokens } = options;
  const failures = new Map<Stub, number>();
  return {
    // A function is known only when it is called: its name may be data.
    supports: (resource) => resource.includes(':::lambda:invoke') || findStub(stubs, resource) !== undefined,
    task: async (call) => {
      const target = findTarget(stubs, call);
      const work = answer(target.stub, target.payload, { clock, failures, signal: call.signal });
      const token = call.context.taskToken;
      if (token === undefined) return target.wrap(await work);
      // The token is used by somebody else, later: the call itself has ended well by then.
      work.then(
        (value) => tokens.succeed(token, value),
        (error: unknown) => {
          if (error instanceof AslError) tokens.fail(token, error.errorName, error.causeText);
        },
      );
      return null;
    },
    objects: options.objects,
    clock,
    random: () => Math.random(),
    uuid: () => randomUUID(),
  };
}

function findTarget(stubs: Stubs, call: TaskCall): Target {
  const { resource, arguments: args } = call;
  const direct = findStub(stubs, resource);
  if (direct !== undefined) {
    if (functionArn.test(resource) && args === null) throw refusal('a function that is called with null');
    return { stub: direct, payload: args, wrap: (value) => value };
  }
  const { name, event } = readInvocation(args);
  const stub = findStub(stubs, name);
  if (stub === undefined) throw refusal(`there is no stub for the function '${name}'`);
  return { stub, payload: event, wrap: invocationResult };
}

function findStub(stubs: Stubs, name: string): Stub | undefined {
  const names = [name, functionArn.exec(name)?.[1] ?? name];
  const known = names.find((candidate) => Object.hasOwn(stubs, candidate));
  return known === undefined ? undefined : stubs[known];
}

interface Answering {
  readonly clock: VirtualClock;
  /** How often each fail-then has failed. */
  readonly failures: Map<Stub, number>;
  readonly signal: AbortSignal;
}

async function answer(stub: Stub, payload: Json, how: Answering): Promise<Json> {
  switch (stub.kind) {
    case 'echo':
      return payload;
    case 'constant':
      return stub.value;
    case 'fail':
      throw failureOf(stub);
    case 'fail-then': {
      const failed = how.failures.get(stub) ?? 0;
      how.failures.set(stub, failed + 1);
      if (failed < stub.times) throw failureOf(stub);
      return stub.value ?? null;
    }
    case 'sleep':
      await how.clock.sleep(stub.seconds * 1000, how.signal);
      return answer(stub.then ?? { kind: 'echo' }, payload, how);
    case 'never':
      await how.clock.sleep(longestTaskSeconds * 1000, how.signal);
      throw new AslError('States.Timeout');
    default:
      return stub.text.repeat(stub.times);
  }
}

function failureOf(failure: StubFailure): AslError {
  const error = failure.error === '' ? undefined : (failure.error ?? undefined);
  if (failure.message === undefined) return new AslError(error, failure.cause ?? undefined);
  return new AslError(error, JSON.stringify({ errorMessage: failure.message, errorType: error }));
}
