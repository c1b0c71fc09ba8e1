import { UmbelError } from '#core/errors.ts';
import { parseJson, type Json } from '../json.ts';

/**
 * What a run has finished, kept so that the same call after a crash goes on instead of starting again. Keys live in
 * frames: one for the execution, one for each child of a DISTRIBUTED Map, one for each of its Map runs; a frame is
 * dropped as a whole when its result stands in the frame around it.
 * The calls are synchronous on purpose: what `put` returned from survives a `kill -9` of the process.
 */
export interface Journal {
  /** Called first, with a hash of definition, input and name. @throws when the journal belongs to another run */
  begin(fingerprint: string): void;
  get(frame: string, key: string): Json | undefined;
  put(frame: string, key: string, value: Json): void;
  drop(frame: string): void;
}

/** A journal that lives as long as the process: for tests, and for runs that nobody wants to resume. */
export function memoryJournal(): Journal {
  const frames = new Map<string, Map<string, string>>();
  let owner: string | undefined;
  return {
    begin: (fingerprint) => {
      checkOwner(owner, fingerprint);
      owner = fingerprint;
    },
    get: (frame, key) => {
      const text = frames.get(frame)?.get(key);
      return text === undefined ? undefined : parseJson(text);
    },
    put: (frame, key, value) => {
      const entries = frames.get(frame) ?? new Map<string, string>();
      frames.set(frame, entries.set(key, JSON.stringify(value)));
    },
    drop: (frame) => {
      frames.delete(frame);
    },
  };
}

/** @throws when a journal that has an owner is begun by another run */
export function checkOwner(owner: string | undefined, fingerprint: string): void {
  if (owner === undefined || owner === fingerprint) return;
  throw new UmbelError({
    code: 'asl.journal-mismatch',
    kind: 'conflict',
    message: 'The journal was written by a run of another definition or with another input.',
    hint: 'Use a new journal for a new run.',
    details: { owner, fingerprint },
  });
}
