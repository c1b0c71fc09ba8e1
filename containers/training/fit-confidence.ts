import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as tf from '@tensorflow/tfjs-core';
import { fitCalibration, thresholdForF1 } from '#core/model/evaluate/calibrate.ts';
import { confidenceHistogram, tileMetrics, type TileMetrics } from '#core/model/evaluate/metrics.ts';
import { inputValues } from '#core/model/input.ts';
import type { ModelManifest } from '#core/model/package.ts';
import { type LabelledTiles, tilePixels } from './tiles.ts';

/** What a network says of tiles before calibration. */
export interface Predictions {
  readonly logits: Float32Array;
  /** x and y in 0..1, two per tile. */
  readonly locations: Float32Array;
}

/** What the validation tiles say about a network: how its logits become confidences, and what these are worth. */
export interface FittedConfidence {
  readonly calibration: ModelManifest['calibration'];
  readonly threshold: number;
  readonly metrics: TileMetrics;
  readonly histogram: number[];
}

/**
 * The network's answer to every tile, in batches of 256.
 * @param spec how bytes become the network's input; default as they are
 */
export async function predictTiles(
  model: LayersModel,
  tiles: LabelledTiles,
  spec?: ModelManifest['input'],
): Promise<Predictions> {
  const logits = new Float32Array(tiles.count);
  const locations = new Float32Array(tiles.count * 2);
  for (let start = 0; start < tiles.count; start += 256) {
    const count = Math.min(256, tiles.count - start);
    const size = tilePixels(tiles, 0).length;
    const bytes = tiles.pixels.subarray(start * size, (start + count) * size);
    const values = spec === undefined ? bytes : inputValues({ pixels: bytes, count }, spec);
    const input = tf.tensor4d(new Float32Array(values), [count, tiles.tilePx, tiles.tilePx, 3]);
    const [logit, location] = [model.predict(input)].flat();
    logits.set(await logit!.data(), start);
    locations.set(await location!.data(), start * 2);
    tf.dispose([input, logit!, location!]);
  }
  return { logits, locations };
}

/** Calibration, threshold and metrics from tiles that the network has not learned from; they should be as common as in a flight. */
export function fitConfidence({ logits }: Predictions, { labels }: LabelledTiles): FittedConfidence {
  const calibration = fitCalibration({ logits, labels });
  const confidences = calibrate(logits, calibration);
  const threshold = thresholdForF1({ confidences, labels });
  return {
    calibration,
    threshold,
    metrics: tileMetrics({ confidences, labels }, threshold),
    histogram: confidenceHistogram(confidences),
  };
}

/** Confidences of logits: sigmoid(logit / temperature + bias). */
export function calibrate(
  logits: Float32Array,
  { temperature, bias }: ModelManifest['calibration'],
): Float32Array {
  return logits.map((logit) => 1 / (1 + Math.exp(-(logit / temperature + bias))));
}
