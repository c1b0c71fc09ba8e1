import { describe, expect, it } from 'vitest';
import {
  askedFrom,
  keptFrom,
  shownFrom,
  type FigureBin,
} from '../../../console/src/map/threshold-figures.ts';

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

describe('from where on sightings are shown', () => {
  const none = { moving: undefined, confidenceFrom: undefined, saved: undefined };

  it('is what is saved for the flight, until the address or the slider says something else', () => {
    expect(shownFrom(none)).toBe(0);
    expect(shownFrom({ ...none, saved: 0.95 })).toBe(0.95);
    expect(shownFrom({ ...none, saved: 0.95, confidenceFrom: 0 })).toBe(0);
    expect(shownFrom({ saved: 0.95, confidenceFrom: 0.5, moving: 0.6 })).toBe(0.6);
  });

  it('is said in the address only where it is another than what is saved', () => {
    expect(askedFrom(0.95, 0.95)).toEqual({});
    expect(askedFrom(0, 0)).toEqual({});
    expect(askedFrom(0, 0.95)).toEqual({ confidenceFrom: 0 });
    expect(askedFrom(0.5, 0)).toEqual({ confidenceFrom: 0.5 });
    // Of all flights together: each may have saved another one, so 0 % is to be said.
    expect(askedFrom(0, undefined)).toEqual({ confidenceFrom: 0 });
  });
});
