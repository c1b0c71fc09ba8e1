import { UmbelError } from '#core/errors.ts';
import { currentIdentity } from '../api/identity.ts';
import { labelTile, withdrawLabel } from '../api/operations.generated.ts';
import { queryClient } from '../api/query-client.ts';
import { paramsOf, request } from '../api/request.ts';
import {
  drop,
  expectedVersionOf,
  markBegun,
  markRefused,
  markSent,
  nextToSend,
  type Entry,
  type Outbox,
} from './outbox.ts';
import { changeDesk, currentDesk, onDeskChange, openDesk } from './store.ts';

const retryDelaysMs = [500, 1000, 2000, 5000, 10_000];
/** Answers on their way at the same time: a slow connection is slow to answer, not to carry. */
const atOnce = 4;
/** Answers change what sightings are, wherever they are shown. */
const sightingKeys = ['sighting', 'sightings', 'in-view', 'figures'];
let failures = 0;
let sending = false;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Starts to send what waits, now and whenever something is added or the connection returns. */
export function startSender(): void {
  onDeskChange(() => {
    if (failures === 0) void sendAll();
  });
  window.addEventListener('online', sendNow);
  void openDesk();
}

/** Tries at once, without the pause after a failure. */
export function sendNow(): void {
  failures = 0;
  void sendAll();
}

/** Sends what waits; only one window of the browser does so at a time. */
async function sendAll(): Promise<void> {
  if (sending || !somethingWaits()) return;
  sending = true;
  clearTimeout(timer);
  let mayContinue = false;
  try {
    await navigator.locks.request('umbel.sender', { ifAvailable: true }, async (lock) => {
      // Another window sends: its answers show here, and this one looks again a little later.
      if (lock === null) later();
      else mayContinue = await sendEach();
    });
  } finally {
    sending = false;
  }
  // What came in while the last answer was on its way.
  if (mayContinue && somethingWaits()) void sendAll();
}

function somethingWaits(): boolean {
  return currentIdentity() !== undefined && nextToSend(currentDesk().outbox) !== undefined;
}

/** Sends some entries at once, but those of one tile one after the other; false when the server could not be reached. */
async function sendEach(): Promise<boolean> {
  const busy = new Set<string>();
  let failed = false;
  const work = async () => {
    for (;;) {
      const { outbox } = currentDesk();
      const entry = failed ? undefined : nextToSend(outbox, busy);
      if (entry === undefined) return;
      busy.add(entry.tileId);
      if (!(await sendOne(outbox, entry))) failed = true;
      busy.delete(entry.tileId);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (failed) {
    failures++;
    later();
    return false;
  }
  failures = 0;
  for (const key of ['review-figures', 'second-opinions', 'history', ...sightingKeys])
    void queryClient.invalidateQueries({ queryKey: [key] });
  return true;
}

/** Whether there was an answer, be it a refusal. */
async function sendOne(outbox: Outbox, entry: Entry): Promise<boolean> {
  await changeDesk((desk) => ({ ...desk, outbox: markBegun(desk.outbox, entry.key) }));
  try {
    const result = await deliver(outbox, entry);
    await changeDesk((desk) => ({
      ...desk,
      outbox: result === undefined ? drop(desk.outbox, entry.key) : markSent(desk.outbox, entry.key, result),
    }));
    return true;
  } catch (error) {
    if (!(error instanceof UmbelError) || error.kind === 'try-again') return false;
    const refusal = { code: error.code, message: error.message, params: paramsOf(error) };
    await changeDesk((desk) => ({ ...desk, outbox: markRefused(desk.outbox, entry.key, refusal) }));
    return true;
  }
}

/** What the server made of an entry; undefined when there is nothing to withdraw any more. */
async function deliver(
  outbox: Outbox,
  entry: Entry,
): Promise<{ readonly labelId: string; readonly version: number } | undefined> {
  const { key: idempotencyKey, tileId } = entry;
  if (entry.kind === 'withdraw') {
    const labelId = outbox.sent[entry.labelKey];
    if (labelId === undefined) return undefined;
    const { withdrawLabel: result } = await request(withdrawLabel, {
      input: { tileId, labelId, idempotencyKey },
    });
    return { labelId: result.label.labelId, version: result.version };
  }
  const { labelTile: result } = await request(labelTile, {
    input: {
      tileId,
      answer: entry.answer,
      lookAlike: entry.lookAlike ?? null,
      expectedVersion: expectedVersionOf(outbox, entry) ?? null,
      secondOpinion: entry.secondOpinion ?? false,
      idempotencyKey,
    },
  });
  return { labelId: result.label.labelId, version: result.version };
}

function later(): void {
  clearTimeout(timer);
  timer = setTimeout(
    () => void sendAll(),
    retryDelaysMs[Math.min(failures, retryDelaysMs.length) - 1] ?? 500,
  );
}
