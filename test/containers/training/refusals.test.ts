import { describe, expect, it } from 'vitest';
import { backboneOf } from '#containers/training/backbone.ts';
import { pickSanityTiles } from '#containers/training/pick-sanity-tiles.ts';
import { explainEngineFailure } from '#containers/training/training-errors.ts';
import { UmbelError } from '#core/errors.ts';
import { demoModelDir } from '../../platform/evaluate/tile-files.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { toyTiles } from './toy-tiles.ts';

describe('what training cannot do is said in words', () => {
  it('a backbone without a LayersModel', async () => {
    const shipped = await loadPackageFromFolder(demoModelDir);
    const { layersModel: _none, ...manifest } = shipped.manifest;
    expect(() => backboneOf({ ...shipped, manifest })).toThrow(/holds no TensorFlow\.js LayersModel/);
    expect(backboneOf(shipped)).toMatchObject({ modelId: shipped.modelId, input: { tilePx: 64 } });
  });

  it('too little memory, and nothing else', () => {
    const full = explainEngineFailure(new RangeError('Array buffer allocation failed'));
    expect(full).toMatchObject({ code: 'training.out-of-memory', hint: expect.stringContaining('--batch') });
    const other = new TypeError('x is not a function');
    expect(explainEngineFailure(other)).toBe(other);
    const known = new UmbelError({ code: 'training.diverged', kind: 'bad-input', message: 'out of memory' });
    expect(explainEngineFailure(known)).toBe(known);
  });

  it('a network that learned nothing', () => {
    const tiles = toyTiles(8, 1);
    expect(() => pickSanityTiles(tiles, new Float32Array(8).fill(0.1))).toThrow(/takes no hogweed tile/);
    const right = Float32Array.from(tiles.labels, (label) => (label > 0 ? 0.9 : 0.1));
    expect(pickSanityTiles(tiles, right)).toHaveLength(8);
  });
});
