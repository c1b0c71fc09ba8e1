import type { ModelManifest } from '#core/model/package.ts';

const file = { sha256: 'a'.repeat(64), sizeBytes: 10 };

/** A whole manifest; no file of it exists. */
export const sampleManifest: ModelManifest = {
  schema: 'umbel.model/1',
  name: 'meadow',
  title: 'For tests',
  engine: 'onnx',
  files: { 'weights.onnx': file, 'sanity/a.png': file, 'sanity/b.png': file },
  weights: 'weights.onnx',
  input: {
    name: 'tiles',
    tilePx: 64,
    layout: 'nhwc',
    dtype: 'uint8',
    scale: 1,
    mean: [0, 0, 0],
    std: [1, 1, 1],
  },
  output: { name: 'y', kind: 'logit', hogweedIndex: 0 },
  tiling: { grid: [2, 2] },
  threshold: 0.5,
  calibration: { temperature: 1, bias: 0 },
  sanity: {
    tolerance: 0.001,
    tiles: [
      { file: 'sanity/a.png', confidence: 0.1 },
      { file: 'sanity/b.png', confidence: 0.9 },
    ],
  },
  dataset: { description: 'none', tiles: 0, licence: 'none' },
  parent: null,
};
