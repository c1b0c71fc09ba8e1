import { get, update } from 'idb-keyval';
import { useSyncExternalStore } from 'react';
import { currentIdentity } from '../api/identity.ts';
import { emptyDesk, type Desk } from './desk.ts';

const listeners = new Set<() => void>();
const channel = new BroadcastChannel('umbel.desk');
let person = '';
let desk: Desk = emptyDesk;
let pendingWrites = 0;
let loaded = false;

channel.addEventListener('message', () => void readDesk());

/** The desk of the person at this computer; undefined until it was read from the disk. */
export function useDesk(): Desk | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => (loaded ? desk : undefined),
  );
}

/** The desk outside of components. */
export function currentDesk(): Desk {
  return desk;
}

/** Calls back whenever the desk changed. */
export function onDeskChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Opens the desk of whoever is there now: a person's answers never go out under another name. */
export async function openDesk(): Promise<void> {
  const identity = currentIdentity();
  const name = identity?.personId ?? identity?.name ?? '';
  if (name === person && loaded) return;
  person = name;
  loaded = false;
  await readDesk();
}

/**
 * Changes the desk at once on screen and then on the disk. Another window may have changed it meanwhile, so the change
 * is applied once more to what the disk holds.
 */
export async function changeDesk(by: (desk: Desk) => Desk): Promise<void> {
  desk = by(desk);
  tell();
  pendingWrites++;
  try {
    let written = desk;
    await update<Desk>(storageKey(), (stored) => (written = by(stored ?? emptyDesk)));
    if (pendingWrites === 1) desk = written;
  } finally {
    pendingWrites--;
  }
  tell();
  channel.postMessage('changed');
}

async function readDesk(): Promise<void> {
  const key = storageKey();
  const stored = (await get<Desk>(key)) ?? emptyDesk;
  if (key !== storageKey() || pendingWrites > 0) return;
  desk = stored;
  loaded = true;
  tell();
}

function storageKey(): string {
  return `umbel.desk.${person}`;
}

function tell(): void {
  for (const listener of listeners) listener();
}
