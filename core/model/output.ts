import type { ModelManifest } from './package.ts';

/**
 * Calibrated confidences from a model's raw output.
 * @param raw one value, or `classes` values, per tile
 * @returns one confidence 0..1 per tile: sigmoid(logit / temperature + bias); source: temperature scaling, Guo et al. 2017, arXiv:1706.04599
 */
export function confidencesOf(
  raw: ArrayLike<number>,
  count: number,
  manifest: Pick<ModelManifest, 'output' | 'calibration'>,
): Float32Array {
  const { kind, hogweedIndex, inverted } = manifest.output;
  const sign = inverted === true ? -1 : 1;
  const { temperature, bias } = manifest.calibration;
  const classes = raw.length / count;
  const confidences = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const logit = logitOf(raw, { start: i * classes, classes, kind, hogweedIndex });
    confidences[i] = 1 / (1 + Math.exp(-((sign * logit) / temperature + bias)));
  }
  return confidences;
}

interface RawTile {
  readonly start: number;
  readonly classes: number;
  readonly kind: ModelManifest['output']['kind'];
  readonly hogweedIndex: number;
}

function logitOf(raw: ArrayLike<number>, { start, classes, kind, hogweedIndex }: RawTile): number {
  const value = raw[start + (classes === 1 ? 0 : hogweedIndex)] ?? Number.NaN;
  if (kind === 'logit') return value;
  if (kind === 'softmax-logits')
    return value - logSumExpOfOthers(raw, { start, classes, except: hogweedIndex });
  const clipped = Math.min(1 - 1e-7, Math.max(1e-7, value));
  return Math.log(clipped / (1 - clipped));
}

function logSumExpOfOthers(
  raw: ArrayLike<number>,
  tile: { start: number; classes: number; except: number },
): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < tile.classes; c++) if (c !== tile.except) max = Math.max(max, raw[tile.start + c]!);
  let sum = 0;
  for (let c = 0; c < tile.classes; c++) if (c !== tile.except) sum += Math.exp(raw[tile.start + c]! - max);
  return max + Math.log(sum);
}
