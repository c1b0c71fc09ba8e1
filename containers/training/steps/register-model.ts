import { trainedPackageKey, type TrainingInput } from '#core/model/training/training-run.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';
import { loadTrainedPackage, trainingRegistry } from './trained-package.ts';

/** What the step `register-model` reports. */
export interface RegisteredModel {
  readonly modelId: string;
  readonly state: string;
}

/** Makes a training's model a candidate; a person promotes it. */
export async function registerModel(
  platform: Platform,
  { trainingId }: TrainingInput,
): Promise<RegisteredModel> {
  const modelPackage = await loadTrainedPackage(platform, trainingId);
  const ref = { bucket: requireEnvironment('workBucket'), key: trainedPackageKey(trainingId, 'model.json') };
  const registry = trainingRegistry(platform, trainingId);
  const { modelId, state } = await registry.register(modelPackage, await platform.objects.get(ref));
  return { modelId, state };
}
