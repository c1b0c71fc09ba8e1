import { join } from 'node:path';
import { compareModels } from '#core/model/evaluate/compare.ts';
import type { LoadedPackage } from '#core/model/driver.ts';
import { type TrainingInput, trainingPrefix } from '#core/model/training/training-run.ts';
import { type Evidence, evidenceOf } from '#core/registry/evidence.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { scoreFolder } from '#platform/evaluate/score-tiles.ts';
import { listTiles, type TileFolder } from '#platform/evaluate/tile-folder.ts';
import type { Platform } from '#platform/platform.ts';
import { fetchTiles, withFolder } from './training-folder.ts';
import { loadTrainedPackage, trainingRegistry } from './trained-package.ts';

/** What the step `compare-model` reports. */
export interface ComparedModel {
  /** The model in production; null where there is none, or nothing to measure on. */
  readonly reference: string | null;
  /** Measures in which the candidate is worse beyond the interval. */
  readonly worse: readonly string[];
  /** Key of the whole comparison in the work bucket. */
  readonly evidence: string | null;
}

/** Measures a training's model beside the one in production, on the same held-out tiles. */
export async function compareModel(platform: Platform, training: TrainingInput): Promise<ComparedModel> {
  const { trainingId, heldOut } = training;
  const registry = trainingRegistry(platform, trainingId);
  const reference = (await registry.head())?.production ?? null;
  if (reference === null || heldOut === null) return { reference: null, worse: [], evidence: null };
  const evidence = await withFolder(async (dir) => {
    await fetchTiles(platform.objects, heldOut, join(dir, 'tiles'));
    const folder = await listTiles(join(dir, 'tiles'));
    const pair = {
      candidate: await loadTrainedPackage(platform, trainingId),
      reference: await registry.load(reference),
    };
    return measure(pair, folder, heldOut.prefix);
  });
  const key = `${trainingPrefix(trainingId)}/evidence.json`;
  const ref = { bucket: requireEnvironment('workBucket'), key };
  await platform.objects.put(ref, `${JSON.stringify(evidence, undefined, 2)}\n`, 'application/json');
  return { reference, worse: evidence.worse, evidence: key };
}

async function measure(
  { candidate, reference }: { readonly candidate: LoadedPackage; readonly reference: LoadedPackage },
  folder: TileFolder,
  heldOut: string,
): Promise<Evidence> {
  const ours = await scoreFolder(candidate, folder);
  const theirs = await scoreFolder(reference, folder);
  const comparison = compareModels({
    candidate: ours.confidences,
    reference: theirs.confidences,
    labels: Uint8Array.from(ours.tiles, ({ label }) => label),
    groups: ours.tiles.map(({ group }) => group),
    thresholds: { candidate: candidate.manifest.threshold, reference: reference.manifest.threshold },
  });
  return evidenceOf(comparison, { heldOut, reference: reference.modelId });
}
