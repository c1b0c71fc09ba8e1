import { useSyncExternalStore } from 'react';

/** What a person chose for this browser; kept on this computer only. */
export interface Preferences {
  readonly language: 'en' | 'da';
  readonly theme: 'system' | 'light' | 'dark';
  /** False: keys of one letter do nothing, for people whose speech input types them by accident (WCAG 2.1.4). */
  readonly singleKeys: boolean;
}

const storageKey = 'umbel.preferences';
const listeners = new Set<() => void>();
let current = readPreferences();

/** The preferences, and the component is drawn again when they change. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => current,
  );
}

/** Changes some preferences, here and for the next visit. */
export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change };
  localStorage.setItem(storageKey, JSON.stringify(current));
  showPreferences();
  for (const listener of listeners) listener();
}

/** Lets the page itself follow the preferences: language for screen readers, colours. */
export function showPreferences(): void {
  document.documentElement.lang = current.language;
  if (current.theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = current.theme;
}

function readPreferences(): Preferences {
  const defaults: Preferences = {
    language: navigator.language.startsWith('da') ? 'da' : 'en',
    theme: 'system',
    singleKeys: true,
  };
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    return typeof stored === 'object' && stored !== null ? { ...defaults, ...stored } : defaults;
  } catch {
    return defaults;
  }
}
