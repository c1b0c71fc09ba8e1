import { checkScores } from '#core/flight/checks.ts';
import { modelKey } from '#core/flight/keys.ts';
import type { Run } from '#core/flight/run.ts';
import { parseModelManifest } from '#core/model/package.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';
import { keepChecks } from '../run-checks.ts';

/** The confidences of a run as they are gathered for its check. */
export interface GatheredScores {
  readonly histogram: number[];
  /** Tiled photos without a confidence for each of their tiles. */
  unscored: number;
}

/** Nothing gathered yet. */
export function noScores(): GatheredScores {
  return { histogram: Array.from({ length: 20 }, () => 0), unscored: 0 };
}

/** Adds the confidences of a photo that has so many tiles. */
export function gatherScores(
  scores: GatheredScores,
  confidences: ArrayLike<number> | undefined,
  tiles: number,
): void {
  if (confidences === undefined || confidences.length !== tiles) scores.unscored++;
  for (let i = 0; i < (confidences?.length ?? 0); i++) {
    const bin = Math.min(19, Math.floor(confidences![i]! * 20));
    scores.histogram[bin]!++;
  }
}

/**
 * Checks the confidences of a run against those that its model's package brings, and keeps the outcome.
 * @throws UmbelError `check.failed` where the run is to stop at a failed one
 */
export async function checkConfidences(platform: Platform, run: Run, scores: GatheredScores): Promise<void> {
  const reference = run.modelId === null ? undefined : await referenceOf(platform, run.modelId);
  await keepChecks(platform, run, 'scores', [checkScores({ ...scores, reference })]);
}

async function referenceOf(platform: Platform, modelId: string): Promise<readonly number[] | undefined> {
  const ref = { bucket: requireEnvironment('modelsBucket'), key: modelKey(modelId, 'model.json') };
  return parseModelManifest(new TextDecoder().decode(await platform.objects.get(ref)), ref.key)
    .referenceHistogram;
}
