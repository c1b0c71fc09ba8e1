import { UmbelError } from '#core/errors.ts';
import type { TileScores } from '#core/model/driver.ts';
import { confidencesOf } from '#core/model/output.ts';
import type { ModelManifest } from '#core/model/package.ts';

/** What an engine gave back for a batch. */
export interface RawScores {
  /** One value, or one per class, for each tile. */
  readonly raw: Float32Array;
  /** x and y for each tile. */
  readonly location: Float32Array | undefined;
  readonly count: number;
}

/**
 * Calibrated scores from an engine's raw values.
 * @throws UmbelError `model.nan` when a value is not a number, `model.shape-mismatch` when their number does not fit
 */
export function readScores(
  { raw, location, count }: RawScores,
  manifest: Pick<ModelManifest, 'output' | 'calibration'>,
): TileScores {
  if (raw.length % count !== 0 || (location !== undefined && location.length !== count * 2)) {
    throw new UmbelError({
      code: 'model.shape-mismatch',
      kind: 'configuration',
      message: `The model gave ${raw.length} values${location ? ` and ${location.length} places` : ''} for ${count} tiles.`,
      hint: 'Export the model with a free batch dimension.',
    });
  }
  const confidences = confidencesOf(raw, count, manifest);
  checkNumbers(confidences, 1);
  if (location === undefined) return { confidences };
  checkNumbers(location, 2);
  return { confidences, locations: location };
}

function checkNumbers(values: Float32Array, perTile: number): void {
  const at = values.findIndex(Number.isNaN);
  if (at < 0) return;
  throw new UmbelError({
    code: 'model.nan',
    kind: 'configuration',
    message: `The model's answer for tile ${Math.floor(at / perTile)} of the batch is not a number.`,
    hint: 'The weights are damaged or the training diverged; use another model.',
  });
}
