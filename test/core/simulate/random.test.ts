import { assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, hashInts, hashText } from '#core/simulate/random.ts';

function draw(seed: number): number[] {
  const random = createRandom(seed);
  return Array.from({ length: 20 }, () => random.next());
}

describe('createRandom', () => {
  it('gives the same stream for the same seed and another for another', () => {
    expect(draw(7)).toEqual(draw(7));
    expect(draw(7)).not.toEqual(draw(8));
  });

  it('has the moments of the distributions that it names', () => {
    const random = createRandom(3);
    const count = 40_000;
    let uniform = 0;
    let normal = 0;
    let squares = 0;
    for (let i = 0; i < count; i++) {
      uniform += random.range(2, 4);
      const value = random.normal();
      normal += value;
      squares += value * value;
    }
    expect(uniform / count).toBeCloseTo(3, 1);
    expect(normal / count).toBeCloseTo(0, 1);
    expect(Math.sqrt(squares / count)).toBeCloseTo(1, 1);
  });

  it('keeps whole numbers below the count', () => {
    assert(
      property(integer(), integer({ min: 1, max: 50 }), (seed, count) => {
        const value = createRandom(seed).int(count);
        expect(Number.isInteger(value)).toBe(true);
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThan(count);
      }),
    );
  });
});

describe('hashInts and hashText', () => {
  it('tell neighbours apart', () => {
    const hashes = new Set<number>();
    for (let x = -20; x < 20; x++) for (let y = -20; y < 20; y++) hashes.add(hashInts(5, x, y));
    expect(hashes.size).toBe(1600);
    expect(hashText('tuft')).not.toBe(hashText('tuff'));
  });

  it('matches the published value of FNV-1a for "a"', () => {
    expect(hashText('a')).toBe(0xe40c292c);
  });
});
