import { describe, expect, it } from 'vitest';
import { modelIdOf, parseModelManifest } from '#core/model/package.ts';
import { sampleManifest } from './sample-manifest.ts';

const parse = (value: unknown) => parseModelManifest(JSON.stringify(value), 'here/model.json');

describe('the manifest of a model', () => {
  it('is read as it was written', () => {
    expect(parse(sampleManifest)).toEqual(sampleManifest);
  });

  it('fills in what a plain model leaves out', () => {
    const { scale: _scale, mean: _mean, std: _std, ...input } = sampleManifest.input;
    const { calibration: _calibration, ...plain } = sampleManifest;
    const { hogweedIndex: _index, ...output } = sampleManifest.output;
    expect(parse({ ...plain, input, output })).toEqual(sampleManifest);
  });

  it('says where a model of engine remote runs, and that it has no weights', () => {
    const { weights: _weights, ...rest } = sampleManifest;
    const remote = { protocol: 'kserve-v2', url: 'https://models.example.org', model: 'meadow' };
    expect(parse({ ...rest, engine: 'remote', remote }).remote).toEqual({
      ...remote,
      binary: false,
      timeoutMs: 30_000,
      attempts: 4,
      inFlight: 4,
    });
    expect(() => parse({ ...rest, engine: 'remote' })).toThrow(/engine is remote, but remote is not given/);
    expect(() => parse(rest)).toThrow(/engine is onnx, but weights is not given/);
  });

  it.each<[string, unknown]>([
    ['schema', { ...sampleManifest, schema: 'umbel.model/2' }],
    ['name', { ...sampleManifest, name: 'Meadow' }],
    ['engine', { ...sampleManifest, engine: 'caffe' }],
    ['weights', { ...sampleManifest, weights: '../weights.onnx' }],
    ['files', { ...sampleManifest, files: { '../x': { sha256: 'a'.repeat(64), sizeBytes: 1 } } }],
    ['input.tilePx', { ...sampleManifest, input: { ...sampleManifest.input, tilePx: 8 } }],
    ['input.std[1]', { ...sampleManifest, input: { ...sampleManifest.input, std: [1, 0, 1] } }],
    ['output.kind', { ...sampleManifest, output: { ...sampleManifest.output, kind: 'logits' } }],
    ['threshold', { ...sampleManifest, threshold: 1.5 }],
    ['calibration.temperature', { ...sampleManifest, calibration: { temperature: 0, bias: 0 } }],
    ['sanity.tiles', { ...sampleManifest, sanity: { tolerance: 0.1, tiles: [] } }],
    ['tiling', { ...sampleManifest, tiling: { grid: [0, 2] } }],
    ['parent', { ...sampleManifest, parent: undefined }],
  ])('with a wrong %s is refused by that name', (field, value) => {
    expect(() => parse(value)).toThrow(
      expect.objectContaining({
        code: 'model.manifest-invalid',
        kind: 'configuration',
        message: expect.stringContaining(`here/model.json does not describe a model: ${field}`),
      }),
    );
  });

  it('that speaks of a file without its hash is refused: nobody could tell whether it was changed', () => {
    const layersModel = 'layers/model.json';
    expect(() => parse({ ...sampleManifest, layersModel })).toThrow(
      /files does not list layers\/model\.json/,
    );
    const { 'sanity/a.png': _tile, ...files } = sampleManifest.files;
    expect(() => parse({ ...sampleManifest, files })).toThrow(/files does not list sanity\/a\.png/);
  });

  it('that is not JSON is refused', () => {
    expect(() => parseModelManifest('weights')).toThrow(
      expect.objectContaining({ code: 'model.manifest-invalid' }),
    );
  });

  it('gives the model its id: name and digest', () => {
    expect(modelIdOf(sampleManifest, '0123456789abcdef'.repeat(4))).toBe('meadow-0123456789ab');
  });
});
