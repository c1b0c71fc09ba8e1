import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTiling, parseTiling, type Tiling, tilingSchema } from '#core/tiling/tiling.ts';
import { anyTiling } from './any-tiling.ts';

describe('a tiling as text', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(anyTiling, (tiling) => {
        expect(parseTiling(formatTiling(tiling))).toEqual(tiling);
      }),
    );
  });

  it.each<[string, Tiling]>([
    ['grid:2x2', { grid: [2, 2] }],
    ['grid:24x16', { grid: [24, 16] }],
    ['px:512,64', { sizePx: 512, overlapPx: 64 }],
    ['px:512', { sizePx: 512, overlapPx: 0 }],
    ['m:2,0.2', { sizeM: 2, overlapM: 0.2 }],
    ['m:2.5', { sizeM: 2.5, overlapM: 0 }],
  ])('%s', (text, tiling) => {
    expect(parseTiling(text)).toEqual(tiling);
  });

  it.each([
    '',
    'grid',
    'grid:2',
    'grid:0x2',
    'grid:2x257',
    'grid:2x2 ',
    'px:8,0',
    'px:512,257',
    'px:-512,0',
    'px:512.5,0',
    'm:0.05,0',
    'm:2,1.1',
    'm:two',
    'm:2,',
    'km:2,0',
  ])('"%s" is refused, with the three forms in the hint', (text) => {
    expect(() => parseTiling(text)).toThrow(
      expect.objectContaining({
        code: 'tiling.invalid',
        kind: 'bad-input',
        message: `"${text}" is not a tiling.`,
        hint: expect.stringMatching(/grid:2x2.*px:512,64.*m:2,0\.2/),
      }),
    );
  });

  it('has no fields beside its own', () => {
    expect(tilingSchema.safeParse({ grid: [2, 2], sizePx: 512 }).success).toBe(false);
  });
});
