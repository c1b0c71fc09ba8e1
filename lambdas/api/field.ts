import type { Context } from 'aws-lambda';
import { z } from 'zod';
import type { Platform } from '#platform/platform.ts';
import type { Person, Role } from './caller.ts';

/** What a resolver gets beside its arguments. */
export interface ApiCall {
  readonly platform: Platform;
  readonly person: Person;
  /** Of the function's present call. */
  readonly context: Context;
  /** Whether the client asked for a field below this one, e.g. `items/tile/photo`: what nobody asked for is not read. */
  wants(path: string): boolean;
  /** True for people of one of these groups. */
  may(...groups: readonly Role[]): boolean;
}

/** A field of Query or Mutation. */
export interface ApiField {
  /** Who may use it; absent: everyone of the four groups. The schema says the same to AppSync. */
  readonly groups?: readonly Role[];
  readonly args: z.ZodType;
  readonly resolve: (args: never, call: ApiCall) => Promise<unknown>;
}

/** A field for everyone who is signed in. */
export function query<Schema extends z.ZodType>(
  args: Schema,
  resolve: (args: z.output<Schema>, call: ApiCall) => Promise<unknown>,
): ApiField {
  return { args, resolve };
}

/** A field that changes something. @param groups who may; undefined: everyone */
export function mutation<Schema extends z.ZodType>(
  groups: readonly Role[] | undefined,
  input: Schema,
  resolve: (input: z.output<Schema>, call: ApiCall) => Promise<unknown>,
): ApiField {
  return {
    ...(groups === undefined ? {} : { groups }),
    args: z.strictObject({ input }),
    resolve: (args: { input: z.output<Schema> }, call) => resolve(args.input, call),
  };
}

const controlCharacters = /[\p{Cc}--[\n\t]]/v;

/** Text that people type: as it is, but for what no keyboard makes. */
export function textSchema(maxLength: number) {
  return z
    .string()
    .max(maxLength)
    .refine((text) => !controlCharacters.test(text), 'must not hold control characters')
    .transform((text) => text.trim());
}

/** Optional text: null and empty are the same as absent. */
export function optionalText(maxLength: number) {
  return textSchema(maxLength)
    .nullish()
    .transform((text) => (text === null || text === '' ? undefined : text));
}

/** A key that a client makes for each call that changes something. */
export const idempotencyKeySchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,64}$/, 'must be 8 to 64 of A-Z, a-z, 0-9, _ and -');

/** An argument that may be left out or null. */
export function optional<Schema extends z.ZodType>(schema: Schema) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** The version that a client has seen. */
export const versionSchema = optional(z.int().min(0));
