import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import type { Json } from '#platform/local/asl/json.ts';

/** What stands in for a Lambda function or an integration while a workflow is tried out. */
export type Stub =
  /** Returns what it is called with. */
  | { kind: 'echo' }
  | { kind: 'constant'; value: Json }
  | ({ kind: 'fail' } & StubFailure)
  /** Fails so many times, then returns the value. */
  | ({ kind: 'fail-then'; times: number; value?: Json | undefined } & StubFailure)
  /** Answers only after that time, as `then` says. */
  | { kind: 'sleep'; seconds: number; then?: Stub | undefined }
  | { kind: 'never' }
  /** Returns a text, repeated: for results that are too large. */
  | { kind: 'repeat'; text: string; times: number };

/** With `message`, fails as a Lambda function that raised an error; otherwise with exactly this error and cause. */
export interface StubFailure {
  error?: string | null | undefined;
  message?: string | undefined;
  cause?: string | null | undefined;
}

/** Stubs by name: a function's name or ARN, or the resource of an integration. */
export type Stubs = Readonly<Record<string, Stub>>;

const failure = { error: z.string().nullish(), message: z.string().optional(), cause: z.string().nullish() };

const stubSchema: z.ZodType<Stub> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('echo') }),
    z.strictObject({ kind: z.literal('constant'), value: z.json() }),
    z.strictObject({ kind: z.literal('fail'), ...failure }),
    z.strictObject({
      kind: z.literal('fail-then'),
      times: z.int().nonnegative(),
      value: z.json().optional(),
      ...failure,
    }),
    z.strictObject({
      kind: z.literal('sleep'),
      seconds: z.number().nonnegative(),
      // oxlint-disable-next-line unicorn/no-thenable -- the name of the field in TASKS.json
      then: stubSchema.optional(),
    }),
    z.strictObject({ kind: z.literal('never') }),
    z.strictObject({ kind: z.literal('repeat'), text: z.string(), times: z.int().nonnegative() }),
  ]),
);

/** The stubs of a TASKS.json. @throws UmbelError `workflow.bad-tasks` that says what is wrong where */
export function parseStubs(content: Json): Stubs {
  const parsed = z.record(z.string(), stubSchema).safeParse(content);
  if (parsed.success) return parsed.data;
  throw new UmbelError({
    code: 'workflow.bad-tasks',
    kind: 'bad-input',
    message: `The tasks cannot be used: ${z.prettifyError(parsed.error)}`,
    hint: 'Each task is a stub such as {"kind":"echo"} or {"kind":"constant","value":1}.',
  });
}
