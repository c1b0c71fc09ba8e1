import { AslError, refusal, type JournalPlace } from '../errors.ts';
import { isArray, isObject, type Json, type JsonObject } from '../json.ts';
import type { Run } from '../run-context.ts';

const failedKey = '@failed';
const redrivesKey = '@redrives';

/** The result kept at the place; undefined when there is none. @throws AslError when a failure is kept there */
export function keptResult(run: Run, place: JournalPlace): { readonly result: Json } | undefined {
  const entry = keptEntry(run, place);
  if (entry === undefined) return undefined;
  if (entry['r'] !== undefined) return { result: entry['r'] };
  throw failureOf(entry, place);
}

/** The entry kept at the place as it is; undefined when there is none, or when a redrive has put it aside. */
export function keptEntry(run: Run, place: JournalPlace): JsonObject | undefined {
  const entry = run.journal.get(place.frame, place.key);
  if (entry === undefined || entry === null) return undefined;
  if (!isObject(entry)) throw refusal('the journal holds an entry that this version cannot read');
  return entry;
}

export function keepResult(run: Run, place: JournalPlace, result: Json): void {
  run.journal.put(place.frame, place.key, { r: result });
}

/** Keeps a failure, which then knows that it is kept there. */
export function keepFailure(run: Run, place: JournalPlace, error: AslError): void {
  run.journal.put(place.frame, place.key, failureEntry(error, run.host.clock.now()));
  error.kept.push(place);
}

/** A failure as the journal holds it. */
export function failureEntry(error: AslError, atMs: number): JsonObject {
  return {
    e: error.errorName ?? null,
    c: error.causeText ?? null,
    t: atMs,
    ...(error.aliases.length === 0 ? {} : { a: error.aliases }),
    ...(error.kept.length === 0 ? {} : { k: error.kept.map(({ frame, key }) => [frame, key]) }),
  };
}

export function isFailureEntry(entry: JsonObject): boolean {
  return entry['r'] === undefined;
}

function failureOf(entry: JsonObject, place: JournalPlace): AslError {
  const { e, c, t, a } = entry;
  const error = new AslError(typeof e === 'string' ? e : undefined, typeof c === 'string' ? c : undefined, {
    ...(typeof t === 'number' ? { failedAtMs: t } : {}),
    ...(isArray(a) ? { aliases: a.filter((name) => typeof name === 'string') } : {}),
  });
  error.kept.push(...placesIn(entry['k']), place);
  return error;
}

function placesIn(value: Json | undefined): JournalPlace[] {
  return (isArray(value) ? value : []).flatMap((pair) => {
    const [frame, key] = isArray(pair) ? pair : [];
    return typeof frame === 'string' && typeof key === 'string' ? [{ frame, key }] : [];
  });
}

/** Remembers which entries the failure of the whole execution came from. */
export function keepExecutionFailure(run: Run, error: AslError): void {
  run.journal.put('', failedKey, { k: error.kept.map(({ frame, key }) => [frame, key]) });
}

/** Puts the failures aside that ended the execution, so that what failed is run again; gives the number of redrives. */
export function redrive(run: Run, isWanted: boolean): number {
  const { journal } = run;
  const before = journal.get('', redrivesKey);
  const count = typeof before === 'number' ? before : 0;
  const failed = keptEntry(run, { frame: '', key: failedKey });
  if (!isWanted || failed === undefined) return count;
  for (const { frame, key } of placesIn(failed['k'])) journal.put(frame, key, null);
  journal.put('', failedKey, null);
  journal.put('', redrivesKey, count + 1);
  return count + 1;
}
