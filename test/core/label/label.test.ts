import { array, assert, constantFrom, integer, nat, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementOf, opinionPairs } from '#core/label/agreement.ts';
import { answers, labelSchema } from '#core/label/label.ts';
import { standingLabels, verdictOf } from '#core/label/standing.ts';
import { formatTileId, parseTileId } from '#core/label/tile-identity.ts';
import { labelOf } from './sample-labels.ts';

const verdict = (...said: (typeof answers)[number][]) =>
  verdictOf(said.map((answer, i) => labelOf({ seq: i + 1, who: `p${i}`, answer })));
const times = <T>(n: number, value: T) => Array.from({ length: n }, () => value);

describe('tile identity', () => {
  it('is the same after it was written and read', () => {
    assert(
      property(
        constantFrom('grid:2x2', 'px:512,64', 'm:2.5,0.25'),
        integer({ min: 0, max: 99_999 }),
        (tiling, tile) => {
          const identity = { flightId: 'meadow-1', photoId: '0123456789abcdef0123', tiling, tile };
          expect(parseTileId(formatTileId(identity))).toEqual(identity);
        },
      ),
    );
  });

  it.each([
    '',
    'meadow/0123456789abcdef0123/grid:2x2',
    'meadow/0123456789abcdef0123/grid:2x2/01',
    'meadow/0123456789abcdef0123/grid:02x2/1',
    'meadow/0123456789abcdef0123/grid:2x2/100000',
    'meadow/0123456789ABCDEF0123/grid:2x2/1',
    '../0123456789abcdef0123/grid:2x2/1',
    'meadow/0123456789abcdef0123/grid:2x2/1/2',
    `${'a'.repeat(500)}/0123456789abcdef0123/grid:2x2/1`,
  ])('refuses "%s"', (text) => {
    expect(() => parseTileId(text)).toThrow(expect.objectContaining({ code: 'tile.id-invalid' }));
  });
});

describe('standing labels', () => {
  it('keep the latest of each person that is not withdrawn', () => {
    const first = labelOf({ seq: 1, who: 'ida', answer: 'hogweed' });
    const second = labelOf({ seq: 2, who: 'ida', answer: 'not-hogweed' });
    const other = labelOf({ seq: 3, who: 'bo', answer: 'unsure' });
    const undo = labelOf({ seq: 4, who: 'ida', answer: 'not-hogweed', withdraws: second.labelId });
    expect(standingLabels([first, second])).toEqual([second]);
    expect(standingLabels([first, second, other])).toEqual([second, other]);
    expect(standingLabels([first, second, other, undo])).toEqual([first, other]);
  });

  it('never hold a withdrawn label, whatever the history', () => {
    assert(
      property(
        array(
          record({
            who: constantFrom('a', 'b', 'c'),
            answer: constantFrom(...answers),
            back: nat(5),
          }),
        ),
        (steps) => {
          const history = steps.map(({ who, answer }, i) => labelOf({ seq: i + 1, who, answer }));
          const undone = steps.flatMap(({ back }, i) => (back === 0 ? [history[i]!] : []));
          const undos = undone.map((label, i) =>
            labelOf({ seq: history.length + i + 1, who: label.who, withdraws: label.labelId }),
          );
          const standing = standingLabels([...history, ...undos]);
          expect(new Set(standing.map(({ who }) => who)).size).toBe(standing.length);
          for (const label of undone) expect(standing).not.toContain(label);
        },
      ),
    );
  });

  it('give one verdict: those who saw it win, two who contradict leave it unsure', () => {
    expect(verdict()).toBeUndefined();
    expect(verdict('hogweed', 'unsure', 'bad-image')).toBe('hogweed');
    expect(verdict('not-hogweed', 'unsure')).toBe('not-hogweed');
    expect(verdict('hogweed', 'not-hogweed')).toBe('unsure');
    expect(verdict('bad-image')).toBe('bad-image');
  });
});

describe('agreement', () => {
  it('is the kappa of a worked example', () => {
    // 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: kappa 0.4 (Wikipedia, Cohen's kappa, simple example).
    const { kappa, agreed, pairs } = agreementOf([
      ...times(20, ['hogweed', 'hogweed'] as const),
      ...times(5, ['hogweed', 'not-hogweed'] as const),
      ...times(10, ['not-hogweed', 'hogweed'] as const),
      ...times(15, ['not-hogweed', 'not-hogweed'] as const),
    ]);
    expect({ agreed, pairs }).toEqual({ agreed: 35, pairs: 50 });
    expect(kappa).toBeCloseTo(0.4, 10);
  });

  it('says nothing where chance explains everything', () => {
    expect(
      agreementOf([
        ['unsure', 'unsure'],
        ['unsure', 'unsure'],
      ]).kappa,
    ).toBeUndefined();
  });

  it('pairs a first answer with the blind second one of another person', () => {
    const first = labelOf({ seq: 1, who: 'ida', answer: 'hogweed' });
    const second = labelOf({ seq: 2, who: 'bo', answer: 'not-hogweed', secondOpinion: true });
    expect(opinionPairs([[first, second], [first]])).toEqual([['hogweed', 'not-hogweed']]);
  });
});

it('a label with an unknown field is refused', () => {
  expect(labelSchema.safeParse({ ...labelOf({}), colour: 'red' }).success).toBe(false);
  expect(labelSchema.safeParse(labelOf({})).success).toBe(true);
});
