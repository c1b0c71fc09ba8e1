import { useSyncExternalStore } from 'react';

export type RoleName = 'operator' | 'biologist' | 'analyst' | 'admin';

/** Who sits at this computer, as chosen on the start page: nobody checks it. */
export interface LocalIdentity {
  readonly name: string;
  readonly role: RoleName;
}

const storageKey = 'umbel.identity';
const listeners = new Set<() => void>();
let current = readIdentity();

/** The chosen identity; undefined before anyone chose. */
export function useIdentity(): LocalIdentity | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

/** Sets who is there, or nobody. */
export function setIdentity(identity: LocalIdentity | undefined): void {
  current = identity;
  if (identity === undefined) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, JSON.stringify(identity));
  for (const listener of listeners) listener();
}

/** The identity outside of components. */
export function currentIdentity(): LocalIdentity | undefined {
  return current;
}

/** What a request says about who asks. */
export async function identityHeaders(): Promise<Record<string, string>> {
  if (current === undefined) return {};
  // Header values are Latin-1: names are not.
  return { 'x-umbel-name': encodeURIComponent(current.name), 'x-umbel-role': current.role };
}

function readIdentity(): LocalIdentity | undefined {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null');
    if (typeof stored !== 'object' || stored === null || !('name' in stored) || !('role' in stored))
      return undefined;
    return { name: String(stored.name), role: stored.role as RoleName };
  } catch {
    return undefined;
  }
}
