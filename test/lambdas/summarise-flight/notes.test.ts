import { describe, expect, it } from 'vitest';
import { notesOn } from '#lambdas/summarise-flight/notes.ts';

const tiling = { sizeM: 2.5, overlapM: 0.5 };
const run = { sheet: { tiling, tilePx: 64 } };
const learnedFrom = { tiling, simulated: true, gsdRangeM: [0.004, 0.02] } as const;

describe('notes on a run', () => {
  it('are none where the model fits the flight', () => {
    expect(notesOn({ run, model: { learnedFrom }, rows: [{ gsdM: 0.01 }], simulated: true })).toEqual([]);
    expect(notesOn({ run, model: {}, rows: [{ gsdM: 9 }], simulated: false })).toEqual([]);
  });

  it('tell of real land under a model of painted meadows', () => {
    const notes = notesOn({ run, model: { learnedFrom }, rows: [], simulated: false });
    expect(notes).toEqual([expect.stringContaining('simulated meadows only')]);
  });

  it('tell of another tiling than the model learned on', () => {
    const other = { sheet: { tiling: { grid: [2, 2] as [number, number] }, tilePx: 64 } };
    const [note] = notesOn({ run: other, model: { learnedFrom }, rows: [], simulated: true });
    expect(note).toBe('The model learned on tiles of m:2.5,0.5; with grid:2x2 its confidences mean little.');
  });

  it('count photos that are finer or coarser than any that the model saw', () => {
    const rows = [{ gsdM: 0.003 }, { gsdM: 0.0038 }, { gsdM: 0.022 }, { gsdM: 0.05 }, {}];
    const [note] = notesOn({ run, model: { learnedFrom }, rows, simulated: true });
    expect(note).toMatch(/^2 of 4 photos .*0\.4 to 2\.0 cm/);
  });
});
