import type { Json, JsonObject } from './json.ts';

/** Values that differ from run to run; the journal keeps each, so that a resumed run sees the same ones. */
export interface Chance {
  now(): number;
  random(): number;
  uuid(): string;
}

export type Variables = Readonly<Record<string, Json>>;

/** Everything that an expression of a state can see. */
export interface Scope {
  /** What `$` means in JSONPath at this place. */
  readonly data: Json;
  /** `$states.input`. */
  readonly input: Json;
  /** `$states.result`; undefined before there is one. */
  readonly result?: Json;
  /** `$states.errorOutput`; only inside Catch. */
  readonly errorOutput?: Json;
  /** `$$` and `$states.context`. */
  readonly context: JsonObject;
  readonly variables: Variables;
  readonly chance: Chance;
}

/** A compiled expression or template. Throws AslError when it fails, a refusal when AWS's answer is not known. */
export type Evaluator = (scope: Scope) => Json | Promise<Json>;

/** The same for a path that may point at nothing (Choice: IsPresent). */
export type Finder = (scope: Scope) => Json | undefined;
