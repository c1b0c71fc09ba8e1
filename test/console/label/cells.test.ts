import { describe, expect, it } from 'vitest';
import {
  answersToSend,
  neighbourCell,
  standingMarks,
  toggleHogweed,
  toggleUnsure,
} from '../../../console/src/label/cells.ts';

const tiles = {
  cols: 2,
  rows: 2,
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
