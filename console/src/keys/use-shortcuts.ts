import { useEffect, useEffectEvent } from 'react';
import { usePreferences } from '../app/preferences.ts';
import { isSingleCharacter, keyNameOf, shortcutFor, type KeyScreen, type ShortcutId } from './shortcuts.ts';

/** What each key does while a component is on screen. */
export type KeyActions = Readonly<Partial<Record<ShortcutId, (key: string) => void>>>;

/**
 * Listens for the keys of a screen. Keys typed into a field, or while a dialog is open, are left alone; so are those of
 * one character where a person turned them off. The dialog itself listens by giving its own screen.
 */
export function useShortcuts(screen: KeyScreen, actions: KeyActions): void {
  const { singleKeys } = usePreferences();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || isTyping(event.target)) return;
    const inDialog = document.querySelector('dialog[open]') !== null;
    if (inDialog && screen !== 'reasons') return;
    const name = keyNameOf(event);
    if (!singleKeys && isSingleCharacter(name)) return;
    const id = shortcutFor(name, [screen]);
    const action = id === undefined ? undefined : actions[id];
    if (action === undefined) return;
    event.preventDefault();
    action(name);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button'].includes(target.type);
  return (
    target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable
  );
}
