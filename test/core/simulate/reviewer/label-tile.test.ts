import { describe, expect, it } from 'vitest';
import { labelTile } from '#core/simulate/reviewer/label-tile.ts';

const size = 100;

describe('the truth about a tile', () => {
  it('is background without plants, and beside a plant whose leaves end before the tile', () => {
    expect(labelTile([], size)).toEqual({ kind: 'background' });
    expect(labelTile([{ u: -29, v: 50, radiusPx: 30 }], size)).toEqual({ kind: 'background' });
  });

  it('is hogweed where a middle lies inside, but for the corners', () => {
    expect(labelTile([{ u: 1, v: 50, radiusPx: 40 }], size)).toEqual({ kind: 'hogweed', x: 0.01, y: 0.5 });
    expect(labelTile([{ u: 8, v: 8, radiusPx: 40 }], size)).toEqual({ kind: 'hogweed', x: 0.08, y: 0.08 });
    expect(labelTile([{ u: 1, v: 1, radiusPx: 40 }], size)).toEqual({ kind: 'unclear' });
  });

  it('is hogweed from 35 % of the disc, its place on the rim', () => {
    // A circle cut at distance d = 0.2 r from its middle leaves 37.4 % beyond; at 0.3 r, 31.2 %.
    expect(labelTile([{ u: -8, v: 50, radiusPx: 40 }], size)).toEqual({ kind: 'hogweed', x: 0, y: 0.5 });
    expect(labelTile([{ u: -12, v: 50, radiusPx: 40 }], size)).toEqual({ kind: 'unclear' });
  });

  it('gives the place of the plant nearest to the middle', () => {
    const plants = [
      { u: 10, v: 10, radiusPx: 20 },
      { u: 60, v: 40, radiusPx: 20 },
      { u: 95, v: 95, radiusPx: 20 },
    ];
    expect(labelTile(plants, size)).toEqual({ kind: 'hogweed', x: 0.6, y: 0.4 });
  });

  it('does not let a sliver spoil a tile that shows a plant', () => {
    const plants = [
      { u: -15, v: 50, radiusPx: 40 },
      { u: 80, v: 50, radiusPx: 10 },
    ];
    expect(labelTile(plants, size)).toEqual({ kind: 'hogweed', x: 0.8, y: 0.5 });
  });
});
