import { z } from 'zod';

const retrierSchema = z.looseObject({ ErrorEquals: z.array(z.string()), MaxAttempts: z.number().default(3) });
const catcherSchema = z.looseObject({ ErrorEquals: z.array(z.string()), Next: z.string() });

/** What of a state decides where a run can go. */
const stateSchema = z.looseObject({
  Type: z.string(),
  Retry: z.array(retrierSchema).default([]),
  Catch: z.array(catcherSchema).default([]),
  Choices: z.array(z.looseObject({ Next: z.string() })).default([]),
  Default: z.string().optional(),
  ItemProcessor: z.unknown().optional(),
  Branches: z.array(z.unknown()).default([]),
});
export type ListedState = z.infer<typeof stateSchema>;

const machineSchema = z.looseObject({ States: z.record(z.string(), stateSchema) });

/** A place in a definition that a run must have come to. */
export interface Goal {
  readonly kind: 'state' | 'choice' | 'catch' | 'retry' | 'no-retry';
  readonly state: string;
  /** Error that leads there; for `catch`, `retry` and `no-retry`. */
  readonly error?: string;
  /** Where it leads; for `choice` and `catch`. */
  readonly next?: string;
}

/** The goal in words, unlike those of all other goals of its definition. */
export function nameOf({ kind, state, error, next }: Goal): string {
  return [
    kind,
    state,
    ...(error === undefined ? [] : [error]),
    ...(next === undefined ? [] : [`-> ${next}`]),
  ].join(' ');
}

/** Every state of a definition by its name, those inside maps and branches included; `inner`: tasks beneath each. */
export interface ListedStates {
  readonly states: ReadonlyMap<string, ListedState>;
  /** Names of the tasks of a state: itself, or those inside it. */
  readonly tasksOf: (name: string) => string[];
}

/** @throws TypeError when two states have one name: events could not tell them apart */
export function statesOf(definition: unknown): ListedStates {
  const states = new Map<string, ListedState>();
  const children = new Map<string, string[]>();
  const visit = (machine: unknown): string[] => {
    const listed = Object.entries(machineSchema.parse(machine).States);
    for (const [name, state] of listed) {
      if (states.has(name)) throw new TypeError(`two states are called ${name}`);
      states.set(name, state);
      const inner = state.ItemProcessor === undefined ? state.Branches : [state.ItemProcessor];
      children.set(name, inner.flatMap(visit));
    }
    return listed.map(([name]) => name);
  };
  visit(definition);
  const tasksOf = (name: string): string[] =>
    states.get(name)?.Type === 'Task' ? [name] : (children.get(name) ?? []).flatMap(tasksOf);
  return { states, tasksOf };
}

/** Every state, every way out of a choice, every error that is caught, and every Retry. */
export function goalsOf({ states }: ListedStates): Goal[] {
  return [...states].flatMap(([state, { Choices, Default, Catch, Retry }]): Goal[] => {
    const nexts = [...Choices.map(({ Next }) => Next), ...(Default === undefined ? [] : [Default])];
    if (new Set(nexts).size < nexts.length) throw new TypeError(`two ways out of ${state} lead to one state`);
    const caught = Catch.flatMap(({ ErrorEquals, Next }) =>
      ErrorEquals.map((error): Goal => ({ kind: 'catch', state, error, next: Next })),
    );
    // Of a Retry the first error stands for all that it names.
    const retried = Retry.map(({ ErrorEquals: [error = ''], MaxAttempts }): Goal => {
      return { kind: MaxAttempts > 0 ? 'retry' : 'no-retry', state, error };
    });
    return [
      { kind: 'state', state },
      ...nexts.map((next): Goal => ({ kind: 'choice', state, next })),
      ...caught,
      ...retried,
    ];
  });
}
