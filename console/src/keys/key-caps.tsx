import type { ReactNode } from 'react';
import { shortcuts, type ShortcutId } from './shortcuts.ts';

const signs: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  ' ': '␣',
  '-': '−',
};

/** A key as it is printed on a keyboard. */
export function keyLabel(name: string): string {
  return name
    .split(/\+(?=.)/)
    .map((part) => signs[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(' ');
}

/** The first key of a shortcut, for a button; screen readers get it through aria-keyshortcuts instead. */
export function KeyCap({ of }: { readonly of: ShortcutId }): ReactNode {
  return (
    <kbd className="key" aria-hidden="true">
      {keyLabel(shortcuts[of].keys[0])}
    </kbd>
  );
}
