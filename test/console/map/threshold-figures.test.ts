import { describe, expect, it } from 'vitest';
import { keptFrom, type FigureBin } from '../../../console/src/map/threshold-figures.ts';

const bin = (from: number, sightings: number): FigureBin => ({
  from,
  to: from + 0.05,
  sightings,
  areaM2: 10 * sightings,
});

describe('what a threshold keeps', () => {
  const all = [bin(0.4, 7), bin(0.6, 3), bin(0.9, 5)];

  it('counts sightings and ground from the threshold on', () => {
    expect(keptFrom(all, [], 0)).toEqual({ sightings: 15, areaM2: 150 });
    expect(keptFrom(all, [], 0.6)).toEqual({ sightings: 8, areaM2: 80 });
    expect(keptFrom(all, [], 0.65)).toEqual({ sightings: 5, areaM2: 50 });
    expect(keptFrom(all, [], 0.95)).toEqual({ sightings: 0, areaM2: 0 });
  });

  it('keeps what people confirmed, once', () => {
    const confirmed = [bin(0.4, 2), bin(0.9, 4)];
    expect(keptFrom(all, confirmed, 0.65)).toEqual({ sightings: 7, areaM2: 70 });
    expect(keptFrom(all, confirmed, 0)).toEqual(keptFrom(all, [], 0));
  });
});
