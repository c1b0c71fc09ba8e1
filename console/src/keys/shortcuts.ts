/** Screens that have keys of their own. */
export type KeyScreen = 'everywhere' | 'review' | 'reasons' | 'grid' | 'label' | 'map';

/** One row of the table of keys: the key sheet is made from it, and the screens listen through it. */
export interface Shortcut {
  readonly screen: KeyScreen;
  /** As `keyNameOf` writes them; the first is the one that is shown on buttons. */
  readonly keys: readonly string[];
}

const judge = { screen: 'review' } as const;

/** Every key of the console. Arrows only move; an answer is always a letter or a number. */
export const shortcuts = {
  keySheet: { screen: 'everywhere', keys: ['?'] },
  hogweed: { ...judge, keys: ['1', 'h'] },
  notHogweed: { ...judge, keys: ['2', 'n'] },
  unsure: { ...judge, keys: ['3', 'u'] },
  badImage: { ...judge, keys: ['4', 'b'] },
  lookAlike: { ...judge, keys: ['5', 'l'] },
  next: { screen: 'review', keys: ['ArrowRight', 'j'] },
  previous: { screen: 'review', keys: ['ArrowLeft', 'k'] },
  undo: { screen: 'review', keys: ['z', 'Ctrl+z'] },
  redo: { screen: 'review', keys: ['y', 'Ctrl+y', 'Ctrl+Shift+z'] },
  zoomIn: { screen: 'review', keys: ['+', '='] },
  zoomOut: { screen: 'review', keys: ['-'] },
  zoomFit: { screen: 'review', keys: ['0'] },
  panLeft: { screen: 'review', keys: ['Shift+ArrowLeft'] },
  panRight: { screen: 'review', keys: ['Shift+ArrowRight'] },
  panUp: { screen: 'review', keys: ['Shift+ArrowUp'] },
  panDown: { screen: 'review', keys: ['Shift+ArrowDown'] },
  nextView: { screen: 'review', keys: ['v'] },
  wholePhoto: { screen: 'review', keys: ['p'] },
  reason1: { screen: 'reasons', keys: ['1', '2', '3', '4', '5', '6'] },
  reason2: { screen: 'reasons', keys: ['7', '8', '9', 'a', 'b', 'c'] },
  gridToggle: { screen: 'grid', keys: ['x', ' '] },
  gridMove: { screen: 'grid', keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] },
  cellToggle: { screen: 'label', keys: ['x', ' '] },
  cellUnsure: { screen: 'label', keys: ['u'] },
  cellMove: { screen: 'label', keys: ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] },
  saveLabels: { screen: 'label', keys: ['s'] },
  nextSighting: { screen: 'map', keys: ['n'] },
  previousSighting: { screen: 'map', keys: ['p'] },
} as const satisfies Record<string, Shortcut>;

export type ShortcutId = keyof typeof shortcuts;

/** What the name of a key is made from; a KeyboardEvent is one. */
export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** The key as the table writes it: `z`, `?`, `Shift+ArrowLeft`, `Ctrl+z`; on a Mac the command key counts as Ctrl. */
export function keyNameOf({ key, ctrlKey, metaKey, altKey, shiftKey }: PressedKey): string {
  const isCharacter = isSingleCharacter(key);
  const ctrl = ctrlKey || metaKey;
  const name = isCharacter ? key.toLowerCase() : key;
  // Shift is part of the character (`?`, `+`) unless another key is held with it.
  const shift = shiftKey && (!isCharacter || ctrl);
  return `${ctrl ? 'Ctrl+' : ''}${altKey ? 'Alt+' : ''}${shift ? 'Shift+' : ''}${name}`;
}

/** The shortcut of one of the screens that a key belongs to. */
export function shortcutFor(name: string, screens: readonly KeyScreen[]): ShortcutId | undefined {
  return shortcutIds.find((id) => {
    const { screen, keys }: Shortcut = shortcuts[id];
    return screens.includes(screen) && keys.includes(name);
  });
}

/** Whether a key is one printable character without Ctrl: those can be turned off. */
export function isSingleCharacter(name: string): boolean {
  return Array.from(name).length === 1;
}

/** Every shortcut in the order of the table. */
export const shortcutIds = Object.keys(shortcuts) as ShortcutId[];
