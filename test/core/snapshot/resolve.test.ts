import { describe, expect, it } from 'vitest';
import type { Answer, Label } from '#core/label/label.ts';
import { resolveLabel } from '#core/snapshot/resolve.ts';

/** An answer on a tile. */
export function answerOf(seq: number, who: string, answer: Answer, more: Partial<Label> = {}): Label {
  return {
    flightId: 'meadow',
    photoId: '0'.repeat(20),
    tiling: 'grid:2x2',
    tile: 0,
    seq,
    labelId: seq.toString(16).padStart(20, '0'),
    answer,
    who,
    at: '2026-07-01T12:00:00.000Z',
    box: { leftPx: 0, topPx: 0, widthPx: 10, heightPx: 10 },
    widthPx: 20,
    heightPx: 20,
    ...more,
  };
}

const idOf = (seq: number) => seq.toString(16).padStart(20, '0');

describe('the label of a tile', () => {
  it.each<[string, Label[], object | undefined]>([
    ['one answer', [answerOf(1, 'ann', 'hogweed')], { label: 'hogweed', labelIds: [idOf(1)], people: 1 }],
    [
      'two that agree',
      [answerOf(1, 'ann', 'not-hogweed'), answerOf(2, 'bea', 'not-hogweed')],
      { label: 'background', labelIds: [idOf(1), idOf(2)], people: 2 },
    ],
    [
      'two that do not',
      [answerOf(1, 'ann', 'hogweed'), answerOf(2, 'bea', 'not-hogweed')],
      { leftOut: 'conflict' },
    ],
    [
      'one who changed her mind',
      [answerOf(1, 'ann', 'hogweed'), answerOf(2, 'ann', 'not-hogweed')],
      { label: 'background', labelIds: [idOf(2)], people: 1 },
    ],
    [
      'one who saw it and one who was not sure',
      [answerOf(1, 'ann', 'unsure'), answerOf(2, 'bea', 'hogweed')],
      { label: 'hogweed', labelIds: [idOf(2)], people: 1 },
    ],
    ['nobody sure', [answerOf(1, 'ann', 'unsure')], { leftOut: 'unsure' }],
    ['a bad image', [answerOf(1, 'ann', 'bad-image')], { leftOut: 'badImage' }],
    [
      'an answer that was taken back',
      [answerOf(1, 'ann', 'hogweed'), answerOf(2, 'ann', 'hogweed', { withdraws: idOf(1) })],
      undefined,
    ],
  ])('of %s', (_, history, resolved) => {
    expect(resolveLabel(history)).toEqual(resolved);
  });
});
