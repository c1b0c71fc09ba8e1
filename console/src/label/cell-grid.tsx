import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { keyNameOf, shortcutFor } from '../keys/shortcuts.ts';
import type { Answer } from '../api/operations.generated.ts';
import { useTexts } from '../texts/use-texts.ts';
import { gridLines, neighbourCell, type Marks, type PhotoTiles } from './cells.ts';

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
  const { t } = useTexts();
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
      <GridLines tiles={tiles} />
      {Array.from({ length: tiles.cols * tiles.rows }, (_, index) => (
        <Cell
          key={index}
          index={index}
          tiles={tiles}
          answer={marks.get(index)}
          hints={hints}
          isCurrent={index === at}
          onFocus={() => setAt(index)}
          onClick={() => onToggle(index)}
        />
      ))}
    </div>
  );
}

/** One thin grid, also where cells overlap: the frames of all of them would hide the photo. */
function GridLines({ tiles }: { readonly tiles: PhotoTiles }): ReactNode {
  const { photo, leftsPx, topsPx, tileWidthPx, tileHeightPx } = tiles;
  const [width, height] = [photo.widthPx ?? 0, photo.heightPx ?? 0];
  const path = [
    ...gridLines(leftsPx, tileWidthPx).map((x) => `M${x} 0V${height}`),
    ...gridLines(topsPx, tileHeightPx).map((y) => `M0 ${y}H${width}`),
  ].join('');
  return (
    <svg
      className="cell-lines"
      viewBox={`0 0 ${width} ${height}`}
      style={{ width, height }}
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}

interface CellProps {
  readonly index: number;
  readonly tiles: PhotoTiles;
  readonly answer: Answer | undefined;
  readonly hints: boolean;
  /** Whether Tab leads here. */
  readonly isCurrent: boolean;
  readonly onFocus: () => void;
  readonly onClick: () => void;
}

const signs: Readonly<Partial<Record<Answer, string>>> = { HOGWEED: '✓', UNSURE: '?' };
const looks: Readonly<Partial<Record<Answer, string>>> = {
  HOGWEED: 'cell is-hogweed',
  UNSURE: 'cell is-unsure',
};

function Cell({ index, tiles, answer, hints, isCurrent, onFocus, onClick }: CellProps): ReactNode {
  const { t, f } = useTexts();
  const col = index % tiles.cols;
  const row = Math.floor(index / tiles.cols);
  const confidence = tiles.confidences?.[index];
  const hint = hints && confidence !== undefined ? f.percent(confidence) : '';
  const sign = answer === undefined ? undefined : signs[answer];
  return (
    <button
      type="button"
      tabIndex={isCurrent ? 0 : -1}
      className={(answer === undefined ? undefined : looks[answer]) ?? 'cell'}
      style={{
        left: tiles.leftsPx[col] ?? 0,
        top: tiles.topsPx[row] ?? 0,
        width: tiles.tileWidthPx,
        height: tiles.tileHeightPx,
      }}
      aria-pressed={answer === 'HOGWEED'}
      aria-label={t.label.cell(row + 1, col + 1, answer === undefined ? undefined : t.answers[answer])}
      onFocus={onFocus}
      onClick={onClick}
    >
      <span aria-hidden="true">{sign ?? hint}</span>
    </button>
  );
}
