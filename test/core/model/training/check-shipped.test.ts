import { describe, expect, it } from 'vitest';
import { checkShipped, type ShippedTiles } from '#core/model/training/check-shipped.ts';
import { createRandom } from '#core/simulate/random.ts';

const threshold = 0.4;
const count = 200;
const labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
const groups = Array.from({ length: count }, (_, i) => `ground ${(i >> 1) % 20}`);

/** Confidences of a network that finds the first `found` of 100 hogweed tiles and is wrong about the first `wrong` of 100 others. */
function network(found: number, wrong: number): Float32Array {
  const random = createRandom(found * 1000 + wrong);
  return Float32Array.from(labels, (label, i) => {
    const isAbove = label === 1 ? i >> 1 < found : i >> 1 < wrong;
    return isAbove ? random.range(0.5, 0.95) : random.range(0.02, 0.3);
  });
}

function check(shipped: Float32Array, folds = network(90, 10)) {
  const tiles: ShippedTiles = { shipped, folds, labels, groups };
  return checkShipped(tiles, threshold);
}

describe('the network of a package on the tiles that it learned from', () => {
  it('passes when it does what the folds promise, and says its figures', () => {
    const { metrics, notes } = check(network(95, 2));
    expect(notes).toEqual([]);
    expect(metrics).toMatchObject({ n: count, threshold, recall: 0.95 });
  });

  it('passes when it falls short by what is tolerated', () => {
    expect(check(network(86, 8)).notes).toEqual([]);
  });

  it('is noted when it falls short and chance may have done it', () => {
    const { metrics, notes } = check(network(83, 8));
    expect(metrics.recall).toBeCloseTo(0.83);
    expect(notes).toEqual([expect.stringContaining('recall 0.830 (folds: 0.900)')]);
  });

  it('is refused when it finds far less, or calls everything hogweed, or finds nothing at all', () => {
    for (const shipped of [network(50, 2), network(100, 100), network(0, 0)])
      expect(() => check(shipped)).toThrow(
        expect.objectContaining({ code: 'training.network-unlike-folds' }),
      );
    // Folds that find nothing promise nothing: a package that finds nothing is none all the same.
    expect(() => check(network(0, 0), network(0, 0))).toThrow('recall');
  });
});
