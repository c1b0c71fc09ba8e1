import { describe, expect, it } from 'vitest';
import {
  keyNameOf,
  shortcutFor,
  shortcutIds,
  shortcuts,
  type Shortcut,
} from '../../../console/src/keys/shortcuts.ts';

const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
const judging = ['hogweed', 'notHogweed', 'unsure', 'badImage', 'lookAlike'] as const;

describe('the table of keys', () => {
  it('gives no key two meanings on one screen', () => {
    const used = shortcutIds.flatMap((id) => {
      const { screen, keys }: Shortcut = shortcuts[id];
      return keys.map((key) => `${screen} ${key}`);
    });
    expect(used).toEqual([...new Set(used)]);
  });

  it('lets arrows only move', () => {
    const keys = judging.flatMap((id): readonly string[] => shortcuts[id].keys);
    expect(keys.filter((key) => key.includes('Arrow'))).toEqual([]);
    expect(keys.every((key) => /^[a-z0-9]$/.test(key))).toBe(true);
  });

  it('finds a key on its own screen only', () => {
    expect(shortcutFor('1', ['review'])).toBe('hogweed');
    expect(shortcutFor('1', ['map'])).toBeUndefined();
    expect(shortcutFor('?', ['everywhere'])).toBe('keySheet');
  });
});

describe('the name of a pressed key', () => {
  it.each([
    [{ ...plain, key: 'Z' }, 'z'],
    [{ ...plain, key: '?', shiftKey: true }, '?'],
    [{ ...plain, key: '+', shiftKey: true }, '+'],
    [{ ...plain, key: 'z', ctrlKey: true }, 'Ctrl+z'],
    [{ ...plain, key: 'z', metaKey: true }, 'Ctrl+z'],
    [{ ...plain, key: 'Z', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+z'],
    [{ ...plain, key: 'ArrowLeft', shiftKey: true }, 'Shift+ArrowLeft'],
    [{ ...plain, key: 'ArrowLeft' }, 'ArrowLeft'],
  ])('%o is %s', (pressed, name) => {
    expect(keyNameOf(pressed)).toBe(name);
  });
});
