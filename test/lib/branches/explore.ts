import { AslError } from '#platform/local/asl/errors.ts';
import type { AslEvent } from '#platform/local/asl/events.ts';
import type { AslHost, AslObjects, TaskCall } from '#platform/local/asl/host.ts';
import type { Json } from '#platform/local/asl/json.ts';
import { runStateMachine } from '#platform/local/asl/run.ts';
import { createTaskTokens, type TaskTokens } from '#platform/local/asl/task-tokens.ts';
import { virtualClock } from '#platform/local/asl/virtual-clock.ts';
import { type Goal, goalsOf, type ListedStates, nameOf, statesOf } from './goals-of.ts';

export interface Exploration {
  readonly definition: Json;
  readonly input: Json;
  /** What a task may answer, by the name of its state; any other answers `{}`. */
  readonly answers: Readonly<Record<string, readonly Json[]>>;
}

/** One run: what each task answers, and the tasks that fail, with their errors. */
interface Scenario {
  readonly answers: Readonly<Record<string, Json>>;
  readonly faults: Readonly<Record<string, string>>;
}

/** What stands for "any error" in a Retry or a Catch. */
const wildcards = new Set(['States.ALL', 'States.TaskFailed']);
/** An error that nothing names. */
const anyError = 'Test.Broken';

/**
 * Names of the goals that no run has come to, however tasks answer and fail. Scenarios are found by themselves: first
 * every combination of answers; then, for each error that a state handles, a run that is known to enter the state, with
 * that error added.
 */
export async function unreachedGoals(exploration: Exploration): Promise<string[]> {
  const listed = statesOf(exploration.definition);
  const goals = goalsOf(listed);
  const reached = new Set<string>();
  const ways = new Map<string, Scenario>();
  const play = async (scenario: Scenario): Promise<void> => {
    const trace = await traceOf(exploration, scenario);
    for (const goal of goals) if (isReached(goal, trace, listed)) reached.add(nameOf(goal));
    for (const state of trace.entered) if (!ways.has(state)) ways.set(state, scenario);
  };
  for (const answers of combinations(exploration.answers)) await play({ answers, faults: {} });
  for (let before = -1; before < reached.size;) {
    before = reached.size;
    for (const goal of goals.filter((each) => !reached.has(nameOf(each)) && each.error !== undefined)) {
      const way = ways.get(goal.state);
      if (way === undefined) continue;
      const error = wildcards.has(goal.error ?? '') ? anyError : (goal.error ?? '');
      const broken = listed.tasksOf(goal.state).map((task) => [task, error]);
      await play({ ...way, faults: { ...way.faults, ...Object.fromEntries(broken) } });
    }
  }
  return goals.map(nameOf).filter((name) => !reached.has(name));
}

function combinations(answers: Exploration['answers']): Record<string, Json>[] {
  return Object.entries(answers).reduce<Record<string, Json>[]>(
    (all, [state, choices]) => all.flatMap((some) => choices.map((answer) => ({ ...some, [state]: answer }))),
    [{}],
  );
}

interface Trace {
  readonly entered: ReadonlySet<string>;
  /** `from -> to`, for every two states that followed each other in an execution. */
  readonly steps: ReadonlySet<string>;
  readonly caught: readonly {
    readonly stateName: string;
    readonly error?: string | undefined;
    readonly next: string;
  }[];
  readonly retried: readonly { readonly stateName: string; readonly error?: string | undefined }[];
  readonly faults: Readonly<Record<string, string>>;
}

function isReached(goal: Goal, trace: Trace, { states }: ListedStates): boolean {
  const { state, next, error = '' } = goal;
  // Retry and Catch are read from the first: a wildcard sees what nothing before it names.
  const named = (goal.kind === 'catch' ? states.get(state)?.Catch : states.get(state)?.Retry)?.flatMap(
    ({ ErrorEquals }) => ErrorEquals,
  );
  const isIt = (thrown: string | undefined) =>
    thrown === error || (wildcards.has(error) && named?.includes(thrown ?? '') === false);
  switch (goal.kind) {
    case 'state':
      return trace.entered.has(state);
    case 'choice':
      return trace.steps.has(`${state} -> ${next}`);
    case 'catch':
      return trace.caught.some((each) => each.stateName === state && each.next === next && isIt(each.error));
    case 'retry':
      return trace.retried.some((each) => each.stateName === state && isIt(each.error));
    default:
      return (
        trace.entered.has(state) &&
        trace.faults[state] === error &&
        !trace.retried.some((each) => each.stateName === state)
      );
  }
}

async function traceOf({ definition, input }: Exploration, scenario: Scenario): Promise<Trace> {
  const trace = {
    entered: new Set<string>(),
    steps: new Set<string>(),
    caught: [] as Trace['caught'][number][],
    retried: [] as Trace['retried'][number][],
    faults: scenario.faults,
  };
  const left = new Map<string, string>();
  const onEvent = (event: AslEvent): void => {
    if (event.type === 'state-entered') {
      trace.entered.add(event.stateName);
      trace.steps.add(`${left.get(event.executionId) ?? ''} -> ${event.stateName}`);
    } else if (event.type === 'state-exited') left.set(event.executionId, event.stateName);
    else if (event.type === 'caught') trace.caught.push(event);
    else if (event.type === 'retry') trace.retried.push(event);
  };
  const tokens = createTaskTokens();
  await runStateMachine({
    definition,
    input,
    host: stubHost(scenario, tokens),
    execution: { name: 'explored', id: 'arn:aws:states:local:0:execution:explored:1' },
    stateMachine: { name: 'explored', id: 'arn:aws:states:local:0:stateMachine:explored' },
    taskTokens: tokens,
    onEvent,
  });
  return trace;
}

function stubHost({ answers, faults }: Scenario, tokens: TaskTokens): AslHost {
  return {
    supports: () => true,
    // oxlint-disable-next-line require-await -- the interpreter awaits it
    async task({ context: { stateName, taskToken } }: TaskCall) {
      const error = faults[stateName];
      if (error !== undefined) throw new AslError(error, 'because the test says so');
      const answer = answers[stateName] ?? {};
      if (taskToken !== undefined) queueMicrotask(() => tokens.succeed(taskToken, answer));
      return { StatusCode: 200, Payload: answer };
    },
    objects: twoPhotos,
    clock: virtualClock(0),
    random: () => 0.5,
    uuid: () => '00000000-0000-4000-8000-000000000000',
  };
}

/** Every list has two lines; what is written is read to its end. */
const twoPhotos: AslObjects = {
  async *read() {
    await Promise.resolve();
    yield new TextEncoder().encode('{"photo":1}\n{"photo":2}\n');
  },
  async *list() {},
  async write(_bucket, _key, text) {
    for await (const _ of text) continue;
  },
};
