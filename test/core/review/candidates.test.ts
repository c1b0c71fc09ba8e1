import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, chooseCandidates, drawCandidates, uncertaintyOf } from '#core/review/candidates.ts';

const candidate = fc.record({
  photo: fc.nat(9),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  lat: fc.double({ min: 56, max: 56.01, noNaN: true }),
  brightness: fc.double({ min: 0, max: 1, noNaN: true }),
});

describe('candidates for labelling', () => {
  it('are as many as asked for, each once, whatever the order', () => {
    fc.assert(
      fc.property(fc.array(candidate, { maxLength: 60 }), fc.nat(20), (list, count) => {
        const tiles = list.map(({ photo, brightness, ...rest }, i): Candidate => ({
          ...rest,
          lon: 12,
          tileId: `p${photo}-${i}`,
          look: [brightness],
        }));
        const chosen = chooseCandidates(tiles, count);
        expect(chosen).toHaveLength(Math.min(count, tiles.length));
        expect(new Set(chosen.map(({ tileId }) => tileId)).size).toBe(chosen.length);
        expect(chooseCandidates(tiles.toReversed(), count)).toEqual(chosen);
        const drawn = drawCandidates(tiles, count, 3);
        expect(drawn).toHaveLength(Math.min(count, tiles.length));
        expect(drawCandidates(tiles.toReversed(), count, 3)).toEqual(drawn);
      }),
      { numRuns: 50 },
    );
  });

  it('are not the same bush in twenty photos: other ground and other light come in', () => {
    const bush = Array.from({ length: 40 }, (_, i): Candidate => ({
      tileId: `bush-${i}`,
      confidence: 0.5,
      lat: 56 + i * 1e-6,
      lon: 12,
      look: [0.5],
    }));
    const others = Array.from({ length: 10 }, (_, i): Candidate => ({
      tileId: `other-${i}`,
      confidence: 0.4,
      lat: 56 + 0.002 * (i + 1),
      lon: 12,
      look: [0.3 + 0.04 * i],
    }));
    const byDoubtAlone = [...bush, ...others]
      .toSorted((a, b) => uncertaintyOf(b.confidence) - uncertaintyOf(a.confidence))
      .slice(0, 10);
    expect(byDoubtAlone.every(({ tileId }) => tileId.startsWith('bush'))).toBe(true);
    const chosen = chooseCandidates([...bush, ...others], 10);
    expect(chosen.filter(({ tileId }) => tileId.startsWith('other')).length).toBeGreaterThanOrEqual(7);
  });

  it('leave out what the model is sure of', () => {
    const sure = Array.from({ length: 500 }, (_, i): Candidate => ({
      tileId: `s${i}`,
      confidence: i % 2 === 0 ? 0.01 : 0.99,
      lat: 56 + i * 0.01,
      lon: 12,
    }));
    const unsure = Array.from({ length: 120 }, (_, i): Candidate => ({
      tileId: `u${i}`,
      confidence: 0.4,
      lat: 56,
      lon: 12,
    }));
    expect(chooseCandidates([...sure, ...unsure], 10).every(({ tileId }) => tileId.startsWith('u'))).toBe(
      true,
    );
    expect(uncertaintyOf(0.5)).toBeCloseTo(1, 9);
    expect(uncertaintyOf(0)).toBeLessThan(1e-6);
  });
});
