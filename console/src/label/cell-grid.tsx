import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { keyNameOf, shortcutFor } from '../keys/shortcuts.ts';
import { useTexts } from '../texts/use-texts.ts';
import { neighbourCell, type Marks, type PhotoTiles } from './cells.ts';

/** The tiling over a photo: each cell is a button, one of them is in the order of the Tab key, arrows move on. */
export function CellGrid({
  tiles,
  marks,
  hints,
  onToggle,
  onUnsure,
}: {
  readonly tiles: PhotoTiles;
  readonly marks: Marks;
  /** Whether the model's confidence is written into the cells. */
  readonly hints: boolean;
  readonly onToggle: (index: number) => void;
  readonly onUnsure: (index: number) => void;
}): ReactNode {
  const { t, f } = useTexts();
  const grid = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const onKey = (event: KeyboardEvent) => {
    const name = keyNameOf(event);
    const shortcut = shortcutFor(name, ['label']);
    if (shortcut === undefined || shortcut === 'saveLabels') return;
    event.preventDefault();
    event.stopPropagation();
    if (shortcut === 'cellToggle') onToggle(at);
    else if (shortcut === 'cellUnsure') onUnsure(at);
    else {
      const next = neighbourCell(at, name, tiles);
      setAt(next);
      grid.current?.querySelectorAll('button')[next]?.focus({ preventScroll: true });
    }
  };
  return (
    <div ref={grid} className="cells" role="group" aria-label={t.label.grid} onKeyDown={onKey}>
      {Array.from({ length: tiles.cols * tiles.rows }, (_, index) => {
        const col = index % tiles.cols;
        const row = Math.floor(index / tiles.cols);
        const answer = marks.get(index);
        const confidence = tiles.confidences?.[index];
        return (
          <button
            key={index}
            type="button"
            tabIndex={index === at ? 0 : -1}
            className={`cell ${answer === 'HOGWEED' ? 'is-hogweed' : answer === 'UNSURE' ? 'is-unsure' : ''}`}
            style={{
              left: tiles.leftsPx[col] ?? 0,
              top: tiles.topsPx[row] ?? 0,
              width: tiles.tileWidthPx,
              height: tiles.tileHeightPx,
            }}
            aria-pressed={answer === 'HOGWEED'}
            aria-label={t.label.cell(row + 1, col + 1, answer === undefined ? undefined : t.answers[answer])}
            onFocus={() => setAt(index)}
            onClick={() => onToggle(index)}
          >
            <span aria-hidden="true">
              {answer === 'HOGWEED'
                ? '✓'
                : answer === 'UNSURE'
                  ? '?'
                  : hints && confidence !== undefined
                    ? f.percent(confidence)
                    : ''}
            </span>
          </button>
        );
      })}
    </div>
  );
}
