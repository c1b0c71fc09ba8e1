import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packConfidences, packLocations, unpackConfidences, unpackLocations } from '#core/model/scores.ts';

const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 });

describe('packed confidences', () => {
  it('come back within half of the smallest step', () => {
    fc.assert(
      fc.property(shares, (confidences) => {
        const packed = packConfidences(confidences);
        expect(packed).toHaveLength(confidences.length * 2);
        const back = unpackConfidences(packed);
        for (const [i, confidence] of confidences.entries())
          expect(Math.abs(back[i]! - confidence)).toBeLessThanOrEqual(1 / 131_070 + 1e-7);
      }),
    );
  });

  it('keep their order, and 0 and 1 exactly', () => {
    const back = unpackConfidences(packConfidences([0, 1, 0.25, 0.2501]));
    expect([back[0], back[1]]).toEqual([0, 1]);
    expect(back[3]!).toBeGreaterThan(back[2]!);
  });

  it('are little-endian on every machine', () => {
    expect([...packConfidences([1 / 65_535, 256 / 65_535])]).toEqual([1, 0, 0, 1]);
  });

  it('are read from the middle of a larger buffer, as a database hands them out', () => {
    const bytes = new Uint8Array([9, ...packConfidences([0.5, 0.75]), 9]).subarray(1, 5);
    expect(unpackConfidences(bytes)).toEqual(unpackConfidences(packConfidences([0.5, 0.75])));
  });

  it.each([Number.NaN, -1e-9, 1.000001, Number.POSITIVE_INFINITY])('are refused for %s, by tile', (wrong) => {
    expect(() => packConfidences([0.5, wrong])).toThrow(
      new RangeError(`confidence ${wrong} of tile 1 is not within 0..1`),
    );
  });
});

describe('packed places', () => {
  it('come back within 1/510 of a tile', () => {
    fc.assert(
      fc.property(shares, (locations) => {
        const back = unpackLocations(packLocations(locations));
        for (const [i, location] of locations.entries())
          expect(Math.abs(back[i]! - location)).toBeLessThanOrEqual(1 / 510 + 1e-7);
      }),
    );
  });

  it('outside the tile are moved to its edge', () => {
    expect([...unpackLocations(packLocations([-0.3, 1.7]))]).toEqual([0, 1]);
  });
});
