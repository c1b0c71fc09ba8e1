import type { KeyboardEvent, ReactNode } from 'react';
import type { ReviewLine } from '../api/operations.generated.ts';
import { keyNameOf, shortcutFor } from '../keys/shortcuts.ts';
import { useTexts } from '../texts/use-texts.ts';

/** Tiles of one decision; each can be left out. */
export function TileGrid({
  items,
  out,
  onToggle,
}: {
  readonly items: readonly ReviewLine[];
  readonly out: ReadonlySet<string>;
  readonly onToggle: (tileId: string) => void;
}): ReactNode {
  const { t, f } = useTexts();
  return (
    <ul className="tile-grid">
      {items.map(({ tile }) => {
        const isIn = !out.has(tile.tileId);
        return (
          <li key={tile.tileId}>
            <button
              type="button"
              aria-pressed={isIn}
              aria-label={t.many.tile(tile.index + 1, tile.photoName)}
              onClick={() => onToggle(tile.tileId)}
              onKeyDown={(event) => onGridKey(event, () => onToggle(tile.tileId))}
            >
              <img src={tile.url ?? tile.photo.previewUrl ?? ''} alt="" loading="lazy" />
              <span className="grid-mark" aria-hidden="true">
                {isIn ? '✓' : '–'}
              </span>
            </button>
            <span className="small soft">{tile.confidence === null ? '' : f.percent(tile.confidence)}</span>
          </li>
        );
      })}
    </ul>
  );
}

/** Arrows move through the grid as it lies on the screen; `x` and space leave a tile out or take it in. */
function onGridKey(event: KeyboardEvent<HTMLButtonElement>, toggle: () => void): void {
  const name = keyNameOf(event);
  const shortcut = shortcutFor(name, ['grid']);
  if (shortcut === undefined) return;
  event.preventDefault();
  if (shortcut === 'gridToggle') {
    toggle();
    return;
  }
  const buttons = [...(event.currentTarget.closest('ul')?.querySelectorAll('button') ?? [])];
  const at = buttons.indexOf(event.currentTarget);
  const top = buttons[0]?.getBoundingClientRect().top;
  const cols = Math.max(1, buttons.filter((button) => button.getBoundingClientRect().top === top).length);
  const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -cols, ArrowDown: cols }[name] ?? 0;
  buttons[at + step]?.focus();
}
