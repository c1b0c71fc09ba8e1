import { AslError } from '#platform/local/asl/errors.ts';
import type { AslEvent } from '#platform/local/asl/events.ts';
import type { AslHost, TaskCall } from '#platform/local/asl/host.ts';
import type { Json } from '#platform/local/asl/json.ts';
import { runStateMachine, type Outcome, type RunOptions } from '#platform/local/asl/run.ts';
import { createTaskTokens, type TaskTokens } from '#platform/local/asl/task-tokens.ts';
import { virtualClock, type VirtualClock } from '#platform/local/asl/virtual-clock.ts';
import { memoryObjects } from './memory-objects.ts';

/** The resource of the tasks of the tests; any name may follow. */
export const lambda = 'arn:aws:lambda:us-east-1:111111111111:function:';
export const queue = 'arn:aws:states:::sqs:sendMessage.waitForTaskToken';

export type Handler = (call: TaskCall, world: World) => Json | Promise<Json>;

/** What a run of a test can reach, and what it left behind. */
export interface World {
  readonly clock: VirtualClock;
  readonly tokens: TaskTokens;
  readonly objects: Record<string, string>;
  /** Every call of a task with the second at which it began. */
  readonly calls: { readonly call: TaskCall; readonly atSeconds: number }[];
  readonly events: AslEvent[];
}

export interface Play extends Partial<Omit<RunOptions, 'host'>> {
  readonly definition: Json;
  /** What each resource does; `echo` by default. */
  readonly tasks?: Readonly<Record<string, Handler>>;
  readonly objects?: Record<string, string>;
  readonly random?: () => number;
  /** Where the clock begins; 0 by default. */
  readonly startMs?: number;
}

/** The outcome of a definition on a virtual clock, and the world it ran in. */
export async function play(options: Play): Promise<{ outcome: Outcome; world: World }> {
  const world: World = {
    clock: virtualClock(options.startMs ?? 0),
    tokens: options.taskTokens ?? createTaskTokens(),
    objects: options.objects ?? {},
    calls: [],
    events: [],
  };
  const { tasks, objects: _objects, random, startMs: _startMs, ...run } = options;
  const outcome = await runStateMachine({
    input: {},
    execution: { name: 'test', id: 'arn:aws:states:us-east-1:111111111111:execution:machine:test' },
    stateMachine: { name: 'machine', id: 'arn:aws:states:us-east-1:111111111111:stateMachine:machine' },
    taskTokens: world.tokens,
    onEvent: (event) => world.events.push(event),
    ...run,
    host: hostOf(world, { tasks: tasks ?? {}, random: random ?? (() => 0.5) }),
  });
  return { outcome, world };
}

function hostOf(
  world: World,
  options: { tasks: Readonly<Record<string, Handler>>; random: () => number },
): AslHost {
  let uuids = 0;
  return {
    supports: (resource) => resource.startsWith(lambda) || resource.startsWith('arn:aws:states:::'),
    task: async (call) => {
      world.calls.push({ call, atSeconds: world.clock.now() / 1000 });
      const handler = options.tasks[call.resource.replace(lambda, '')] ?? ((echo) => echo.arguments);
      return handler(call, world);
    },
    objects: memoryObjects(world.objects),
    clock: world.clock,
    random: options.random,
    uuid: () => `uuid-${(uuids += 1)}`,
  };
}

/** The outcome alone. */
export async function outcomeOf(options: Play): Promise<Outcome> {
  return (await play(options)).outcome;
}

/** The output of a run that must succeed. */
export async function outputOf(options: Play): Promise<Json> {
  const outcome = await outcomeOf(options);
  if (outcome.status === 'SUCCEEDED') return outcome.output;
  throw new Error(`the run ended with ${JSON.stringify(outcome)}`);
}

/** A definition of one state that ends. */
export function single(state: Record<string, Json>, language: 'JSONPath' | 'JSONata' = 'JSONata'): Json {
  return { QueryLanguage: language, StartAt: 'Only', States: { Only: { End: true, ...state } } };
}

/** A handler that fails so many times before it answers. */
export function failing(times: number, error: string, then: Json = 'done'): Handler {
  let failed = 0;
  return () => {
    failed += 1;
    if (failed <= times) throw new AslError(error, `failure ${failed}`);
    return then;
  };
}
