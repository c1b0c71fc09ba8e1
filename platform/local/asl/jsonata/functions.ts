import { createHash } from 'node:crypto';
import jsonata from 'jsonata';
import { refusal } from '../errors.ts';
import { hashAlgorithms } from '../intrinsics/functions.ts';
import { parseJson, type Json } from '../json.ts';
import type { Chance } from '../scope.ts';

/** A function that JSONata calls; what it throws becomes States.QueryEvaluationError. */
type Callable = (...args: never[]) => unknown;

/** The functions that JSONata itself brings and that need no help here; `eval` and `shuffle` are not among them. */
export const builtInFunctions: ReadonlySet<string> = new Set(
  (
    'sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim pad ' +
    'match contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil round abs ' +
    'sqrt power boolean not map zip filter single reduce sift keys lookup append exists spread merge reverse each ' +
    'error assert type sort distinct base64encode base64decode encodeUrlComponent encodeUrl decodeUrlComponent ' +
    'decodeUrl toMillis fromMillis'
  ).split(' '),
);

/**
 * The functions that Step Functions adds to JSONata, and those of JSONata that give another value at each call: those
 * go through `chance`, so that a resumed run sees the same values.
 * Source: AWS Step Functions Developer Guide, "Transforming data with JSONata".
 */
export function functionsFor(chance: Chance): Readonly<Record<string, Callable>> {
  return {
    partition,
    range,
    hash,
    parse,
    random: (seed?: number) => (seed === undefined ? chance.random() : seededRandom(seed)),
    uuid: () => chance.uuid(),
    millis: () => chance.now(),
    now: (picture?: string, timezone?: string) =>
      fromMillis.evaluate(undefined, { ms: chance.now(), picture, timezone }),
  };
}

export const addedFunctions: readonly string[] = [
  'partition',
  'range',
  'hash',
  'parse',
  'random',
  'uuid',
  'millis',
  'now',
];

const fromMillis = jsonata('$fromMillis($ms, $picture, $timezone)');

function parse(text?: string): Json | undefined {
  if (text?.trim() === '') throw refusal('what AWS makes of $parse of an empty text is not known');
  return text === undefined ? undefined : parseJson(text);
}

function partition(array?: unknown, size?: number): unknown {
  if (array === undefined) return undefined;
  if (typeof size !== 'number' || size < 1)
    throw new TypeError(`$partition: a size of ${size} is not possible`);
  const items: unknown[] = Array.isArray(array) ? array : [array];
  return Array.from({ length: Math.ceil(items.length / size) }, (_, piece) =>
    items.slice(piece * size, (piece + 1) * size),
  );
}

function range(first?: number, last?: number, step?: number): number[] {
  if (typeof first !== 'number' || typeof last !== 'number' || typeof step !== 'number' || step === 0) {
    throw new TypeError('$range needs three numbers, the third not 0');
  }
  return Array.from(
    { length: Math.max(0, Math.floor((last - first) / step) + 1) },
    (_, index) => first + index * step,
  );
}

function hash(text?: string, algorithm?: string): string {
  const known = hashAlgorithms.get(algorithm ?? '');
  if (typeof text !== 'string' || known === undefined)
    throw new TypeError('$hash needs a text and an algorithm');
  return createHash(known).update(text).digest('hex');
}

/** The same number for the same seed; not the number that AWS gives, which no workflow can rely on. */
function seededRandom(seed: number): number {
  if (typeof seed !== 'number') throw new TypeError('$random needs a number as seed');
  return createHash('sha256').update(String(seed)).digest().readUInt32BE() / 2 ** 32;
}
