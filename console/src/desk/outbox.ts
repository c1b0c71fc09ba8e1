import type { Answer, LookAlike } from '../api/operations.generated.ts';

/** An answer that the server has not confirmed yet. */
export interface LabelEntry {
  readonly kind: 'label';
  /** Idempotency key: sent again with the same key, the answer counts once. */
  readonly key: string;
  readonly tileId: string;
  readonly answer: Answer;
  readonly lookAlike?: LookAlike;
  readonly secondOpinion?: boolean;
  /** Version of the tile that was looked at. */
  readonly expectedVersion?: number;
  readonly attempts: number;
  readonly refused?: Refusal;
}

/** Takes an answer back that may have reached the server. */
export interface WithdrawEntry {
  readonly kind: 'withdraw';
  readonly key: string;
  readonly tileId: string;
  /** Key of the answer. */
  readonly labelKey: string;
  readonly attempts: number;
  readonly refused?: Refusal;
}

export type Entry = LabelEntry | WithdrawEntry;

/** Why the server will never take an entry as it is. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
  /** Values that belong to the code. */
  readonly params?: Readonly<Record<string, string | number>> | undefined;
}

/** Answers on their way, the oldest first. */
export interface Outbox {
  readonly entries: readonly Entry[];
  /** Label ids of answers that arrived, by key: needed to take them back. */
  readonly sent: Readonly<Record<string, string>>;
  /** Latest known version of tiles that were answered from here. */
  readonly versions: Readonly<Record<string, number>>;
}

export const emptyOutbox: Outbox = { entries: [], sent: {}, versions: {} };

/** How many answers are remembered for undo after they arrived. */
export const rememberedAnswers = 2000;

export type NewLabel = Omit<LabelEntry, 'kind' | 'attempts' | 'refused'>;

/** The outbox with one more answer. */
export function addLabel(outbox: Outbox, label: NewLabel): Outbox {
  return { ...outbox, entries: [...outbox.entries, { kind: 'label', ...label, attempts: 0 }] };
}

/**
 * The outbox after an answer is taken back. One that never left is simply dropped; one that may have arrived is
 * withdrawn after it.
 */
export function takeBack(
  outbox: Outbox,
  answer: { readonly labelKey: string; readonly tileId: string },
  key: string,
): Outbox {
  const { labelKey, tileId } = answer;
  const waiting = outbox.entries.find((entry) => entry.key === labelKey);
  if (waiting !== undefined && (waiting.attempts === 0 || waiting.refused !== undefined)) {
    return { ...outbox, entries: outbox.entries.filter((entry) => entry !== waiting) };
  }
  if (waiting === undefined && outbox.sent[labelKey] === undefined) return outbox;
  return {
    ...outbox,
    entries: [...outbox.entries, { kind: 'withdraw', key, tileId, labelKey, attempts: 0 }],
  };
}

/** The outbox that knows an answer which went out another way, so that it can be taken back. */
export function rememberSent(outbox: Outbox, key: string, labelId: string): Outbox {
  return { ...outbox, sent: newest({ ...outbox.sent, [key]: labelId }) };
}

/**
 * The entry to send next: the oldest that was not refused.
 * @param busy tiles of which an entry is on its way: what follows on the same tile waits for it
 */
export function nextToSend(outbox: Outbox, busy: ReadonlySet<string> = new Set()): Entry | undefined {
  return outbox.entries.find(({ refused, tileId }) => refused === undefined && !busy.has(tileId));
}

/** The outbox once an entry is on its way: from now on nobody knows whether it arrived. */
export function markBegun(outbox: Outbox, key: string): Outbox {
  return change(outbox, key, (entry) => ({ ...entry, attempts: entry.attempts + 1 }));
}

/** The outbox after the server confirmed an entry. */
export function markSent(
  outbox: Outbox,
  key: string,
  result: { readonly labelId: string; readonly version: number },
): Outbox {
  const entry = outbox.entries.find((each) => each.key === key);
  if (entry === undefined) return outbox;
  const entries = outbox.entries.filter((each) => each !== entry);
  const versions = newest({ ...outbox.versions, [entry.tileId]: result.version });
  const sent = entry.kind === 'label' ? newest({ ...outbox.sent, [key]: result.labelId }) : outbox.sent;
  return { entries, sent, versions };
}

/** The outbox after the server refused an entry for good. An answer that was taken back meanwhile goes with its withdrawal. */
export function markRefused(outbox: Outbox, key: string, refused: Refusal): Outbox {
  const withdrawn = outbox.entries.some((entry) => entry.kind === 'withdraw' && entry.labelKey === key);
  if (withdrawn) return { ...outbox, entries: outbox.entries.filter((entry) => !concerns(entry, key)) };
  return change(outbox, key, (entry) => ({ ...entry, refused }));
}

/** The outbox without an entry that has become pointless. */
export function drop(outbox: Outbox, key: string): Outbox {
  return { ...outbox, entries: outbox.entries.filter((entry) => entry.key !== key) };
}

/** The outbox with every refused answer ready to be sent once more, whatever the tile's version is by now. */
export function sendRefusedAnyway(outbox: Outbox, newKey: (key: string) => string): Outbox {
  return {
    ...outbox,
    entries: outbox.entries.map((entry) => {
      if (entry.refused === undefined) return entry;
      const { refused: _, ...rest } = entry;
      if (rest.kind === 'withdraw') return { ...rest, attempts: 0 };
      const { expectedVersion: __, ...label } = rest;
      return { ...label, key: newKey(label.key), attempts: 0 };
    }),
  };
}

/** The outbox without what was refused. */
export function dropRefused(outbox: Outbox): Outbox {
  return { ...outbox, entries: outbox.entries.filter(({ refused }) => refused === undefined) };
}

/** The version that an answer may expect: own answers since it was given have moved it. */
export function expectedVersionOf(outbox: Outbox, entry: LabelEntry): number | undefined {
  const known = outbox.versions[entry.tileId];
  if (entry.expectedVersion === undefined) return undefined;
  return known === undefined ? entry.expectedVersion : Math.max(known, entry.expectedVersion);
}

function concerns(entry: Entry, labelKey: string): boolean {
  return entry.key === labelKey || (entry.kind === 'withdraw' && entry.labelKey === labelKey);
}

function change(outbox: Outbox, key: string, by: (entry: Entry) => Entry): Outbox {
  return { ...outbox, entries: outbox.entries.map((entry) => (entry.key === key ? by(entry) : entry)) };
}

function newest<Value>(record: Record<string, Value>): Record<string, Value> {
  const keys = Object.keys(record);
  for (const key of keys.slice(0, Math.max(0, keys.length - rememberedAnswers))) delete record[key];
  return record;
}
