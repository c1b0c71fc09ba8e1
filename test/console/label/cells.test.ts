import { describe, expect, it } from 'vitest';
import {
  answersToSend,
  besideMarked,
  gridLines,
  hasOverlap,
  neighbourCell,
  standingMarks,
  toggleHogweed,
  toggleUnsure,
} from '../../../console/src/label/cells.ts';

const tiles = {
  cols: 2,
  rows: 2,
  leftsPx: [0, 100],
  topsPx: [0, 100],
  tileWidthPx: 100,
  tileHeightPx: 100,
  labels: [{ tileId: 't', index: 1, answer: 'HOGWEED' as const, version: 2, labels: [] }],
};

describe('cells of a photo', () => {
  it('sends nothing when nothing changed', () => {
    expect(answersToSend(tiles, standingMarks(tiles), false)).toEqual([]);
  });

  it('sends what was pressed, and what was taken back', () => {
    const marks = toggleUnsure(toggleHogweed(toggleHogweed(standingMarks(tiles), 0), 1), 3);
    expect(answersToSend(tiles, marks, false)).toEqual([
      { index: 0, answer: 'HOGWEED', expectedVersion: 0 },
      { index: 1, answer: 'NOT_HOGWEED', expectedVersion: 2 },
      { index: 3, answer: 'UNSURE', expectedVersion: 0 },
    ]);
  });

  it('says no hogweed of untouched cells when told so', () => {
    expect(
      answersToSend(tiles, standingMarks(tiles), true).map(({ index, answer }) => [index, answer]),
    ).toEqual([
      [0, 'NOT_HOGWEED'],
      [2, 'NOT_HOGWEED'],
      [3, 'NOT_HOGWEED'],
    ]);
  });

  it('moves with arrows and stops at the edges', () => {
    expect(neighbourCell(0, 'ArrowRight', tiles)).toBe(1);
    expect(neighbourCell(1, 'ArrowRight', tiles)).toBe(1);
    expect(neighbourCell(1, 'ArrowDown', tiles)).toBe(3);
    expect(neighbourCell(3, 'ArrowDown', tiles)).toBe(3);
    expect(neighbourCell(2, 'ArrowUp', tiles)).toBe(0);
    expect(neighbourCell(0, 'ArrowLeft', tiles)).toBe(0);
  });
});

describe('cells that overlap', () => {
  // Four by four cells of 100 px, every 80 px: each shares a strip of 20 px with its neighbours.
  const starts = [0, 80, 160, 240];
  const overlapping = {
    cols: 4,
    rows: 4,
    leftsPx: starts,
    topsPx: starts,
    tileWidthPx: 100,
    tileHeightPx: 100,
    labels: [],
  };

  it('are not called empty beside one with hogweed: the plant may stand in both', () => {
    const answers = answersToSend(overlapping, toggleHogweed(new Map(), 0), true);
    expect(answers[0]).toMatchObject({ index: 0, answer: 'HOGWEED' });
    const open = new Set([1, 4, 5]);
    expect(answers.slice(1).map(({ index }) => index)).toEqual(
      Array.from({ length: 16 }, (_, index) => index).filter((index) => index > 0 && !open.has(index)),
    );
    expect([...besideMarked(overlapping, new Map([[15, 'UNSURE']]))].sort((a, b) => a - b)).toEqual([
      10, 11, 14, 15,
    ]);
    expect(besideMarked(overlapping, new Map([[5, 'NOT_HOGWEED']])).size).toBe(0);
  });

  it('answer for themselves where a person pressed them, and side by side all of them do', () => {
    const both = toggleHogweed(toggleHogweed(new Map(), 0), 1);
    expect(answersToSend(overlapping, both, true).filter(({ answer }) => answer === 'HOGWEED')).toHaveLength(
      2,
    );
    expect(hasOverlap(overlapping)).toBe(true);
    expect(hasOverlap(tiles)).toBe(false);
    expect([...besideMarked(tiles, toggleHogweed(new Map(), 0))]).toEqual([0]);
  });

  it('are drawn as one grid, with a line through the middle of what two share', () => {
    expect(gridLines(starts, 100)).toEqual([90, 170, 250]);
    expect(gridLines([0, 100], 100)).toEqual([100]);
  });
});
