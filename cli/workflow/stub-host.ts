import { randomUUID } from 'node:crypto';
import { AslError, refusal } from '#platform/local/asl/errors.ts';
import type { AslHost, AslObjects, TaskCall } from '#platform/local/asl/host.ts';
import { isObject, parseJson, type Json } from '#platform/local/asl/json.ts';
import type { TaskTokens } from '#platform/local/asl/task-tokens.ts';
import type { VirtualClock } from '#platform/local/asl/virtual-clock.ts';
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
      if (call.context.taskToken === undefined) return target.wrap(await work);
      const token = call.context.taskToken;
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
  const isInvoke = /:::lambda:invoke(?:\.|$)/.test(resource);
  const direct = findStub(stubs, resource);
  if (direct !== undefined) return { stub: direct, payload: args, wrap: (value) => value };
  const name = isInvoke && isObject(args) ? args['FunctionName'] : undefined;
  const stub = typeof name === 'string' ? findStub(stubs, name) : undefined;
  if (stub === undefined) throw refusal(`no stub for ${typeof name === 'string' ? name : resource}`);
  const payload = invokePayload(isObject(args) ? args['Payload'] : undefined);
  return { stub, payload, wrap: call.context.taskToken === undefined ? invokeResult : (value) => value };
}

function findStub(stubs: Stubs, name: string): Stub | undefined {
  return stubs[name] ?? stubs[functionArn.exec(name)?.[1] ?? ''];
}

/** The event of a function: a missing payload is an empty object, a text that holds JSON is that JSON (recorded). */
function invokePayload(payload: Json | undefined): Json {
  if (payload === undefined || payload === null) return {};
  if (typeof payload !== 'string') return payload;
  try {
    return parseJson(payload);
  } catch {
    return payload;
  }
}

function invokeResult(value: Json): Json {
  return { ExecutedVersion: '$LATEST', Payload: value, StatusCode: 200 };
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
