import { createHash } from 'node:crypto';
import { refusal } from '../errors.ts';
import { isArray, isObject, parseJson, sameJson, type Json, type JsonObject } from '../json.ts';
import type { Chance } from '../scope.ts';

type Intrinsic = (args: Arguments, chance: Chance) => Json;

/** How often each may be called: fewest and most arguments. */
interface Definition {
  readonly count: readonly [number, number];
  readonly run: Intrinsic;
}

/** Names of hash algorithms as AWS writes them, and as node:crypto does. */
export const hashAlgorithms: ReadonlyMap<string, string> = new Map([
  ['MD5', 'md5'],
  ['SHA-1', 'sha1'],
  ['SHA-256', 'sha256'],
  ['SHA-384', 'sha384'],
  ['SHA-512', 'sha512'],
]);

/**
 * Every intrinsic function except States.Format (which needs its literal's escapes).
 * Source: AWS Step Functions Developer Guide, "Intrinsic functions for JSONPath states".
 */
export const intrinsics: Readonly<Record<string, Definition>> = {
  Array: { count: [0, Infinity], run: (args) => [...args.all] },
  ArrayPartition: { count: [2, 2], run: (args) => partition(args.array(0), args.integer(1)) },
  ArrayContains: {
    count: [2, 2],
    run: (args) => args.array(0).some((item) => sameJson(item, args.any(1))),
  },
  ArrayRange: { count: [3, 3], run: (args) => range(args.integer(0), args.integer(1), args.integer(2)) },
  ArrayGetItem: {
    count: [2, 2],
    run: (args) => {
      const item = args.array(0)[args.integer(1)];
      return item === undefined ? args.refuse('an index inside') : item;
    },
  },
  ArrayLength: { count: [1, 1], run: (args) => args.array(0).length },
  ArrayUnique: { count: [1, 1], run: (args) => unique(args.array(0)) },
  Base64Encode: { count: [1, 1], run: (args) => Buffer.from(args.shortText(0)).toString('base64') },
  Base64Decode: { count: [1, 1], run: (args) => decode(args) },
  Hash: {
    count: [2, 2],
    run: (args) => {
      const algorithm = hashAlgorithms.get(args.text(1)) ?? args.refuse('a known algorithm');
      return createHash(algorithm).update(args.shortText(0)).digest('hex');
    },
  },
  JsonMerge: {
    count: [3, 3],
    run: (args) => {
      if (args.any(2) !== false) args.refuse('a shallow merge (third argument false)');
      return { ...args.object(0), ...args.object(1) };
    },
  },
  StringToJson: { count: [1, 1], run: (args) => readJson(args) },
  JsonToString: { count: [1, 1], run: (args) => JSON.stringify(args.any(0)) },
  MathRandom: {
    count: [2, 3],
    run: (args, chance) => {
      const [from, to] = [args.integer(0), args.integer(1)];
      if (to <= from) args.refuse('an end after the start');
      return from + Math.floor(chance.random() * (to - from));
    },
  },
  MathAdd: { count: [2, 2], run: (args) => args.integer(0) + args.integer(1) },
  StringSplit: { count: [2, 2], run: (args) => split(args.text(0), args.text(1)) },
  UUID: { count: [0, 0], run: (_args, chance) => chance.uuid() },
};

/** The arguments of one call, read with their types; what AWS answers to wrong ones is not known, so they are refused. */
export class Arguments {
  readonly name: string;
  readonly all: readonly Json[];

  constructor(name: string, all: readonly Json[]) {
    this.name = name;
    this.all = all;
  }

  refuse(wanted: string): never {
    throw refusal(`States.${this.name} needs ${wanted}, got ${JSON.stringify(this.all).slice(0, 200)}`);
  }

  any(index: number): Json {
    return this.all[index] ?? null;
  }

  array(index: number): readonly Json[] {
    const value = this.any(index);
    return isArray(value) ? value : this.refuse('an array');
  }

  object(index: number): JsonObject {
    const value = this.any(index);
    return isObject(value) ? value : this.refuse('an object');
  }

  text(index: number): string {
    const value = this.any(index);
    return typeof value === 'string' ? value : this.refuse('a string');
  }

  /** At most 10,000 characters: the limit of the hash and Base64 functions. */
  shortText(index: number): string {
    const value = this.text(index);
    return value.length <= 10_000 ? value : this.refuse('at most 10,000 characters');
  }

  /** Rounded half up, as recorded on AWS: 2.5 is 3, -2.5 is -2. */
  integer(index: number): number {
    const value = this.any(index);
    return typeof value === 'number' ? Math.round(value) + 0 : this.refuse('a number');
  }
}

/** The array in pieces of `size`; the last may be shorter. */
export function partition(array: readonly Json[], size: number): Json[] {
  if (size < 1) throw refusal(`an array cannot be split into pieces of ${size}`);
  return Array.from({ length: Math.ceil(array.length / size) }, (_, piece) =>
    array.slice(piece * size, (piece + 1) * size),
  );
}

/** The numbers from `first` to `last`, both included, at most 1,000 of them. */
export function range(first: number, last: number, step: number): Json[] {
  const count = Math.floor((last - first) / step) + 1;
  if (step === 0 || count > 1000 || !Number.isFinite(count)) {
    throw refusal(`a range from ${first} to ${last} in steps of ${step} is not possible`);
  }
  return Array.from({ length: Math.max(0, count) }, (_, index) => first + index * step);
}

function decode(args: Arguments): string {
  const bytes = Buffer.from(args.shortText(0), 'base64');
  return bytes.toString('base64') === args.text(0) ? bytes.toString('utf8') : args.refuse('Base64 text');
}

function unique(array: readonly Json[]): Json[] {
  const kept: Json[] = [];
  for (const item of array) if (!kept.some((other) => sameJson(other, item))) kept.push(item);
  return kept;
}

/** Splits at every character of `separators`; empty pieces are left out, as recorded on AWS. */
function split(text: string, separators: string): Json[] {
  const pieces = [''];
  for (const character of text) {
    if (separators.includes(character)) pieces.push('');
    else pieces.push((pieces.pop() ?? '') + character);
  }
  return pieces.filter((piece) => piece !== '');
}

function readJson(args: Arguments): Json {
  const text = args.text(0);
  if (text.trim() === '') return null;
  try {
    return parseJson(text);
  } catch {
    return args.refuse('JSON text');
  }
}
