import type { LoadedPackage } from '#core/model/driver.ts';
import { type EnginePool, openEnginePool } from '#platform/engines/pool.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { loadStoredPackage } from '#platform/registry/stored-package.ts';
import type { ObjectStore } from '#platform/ports.ts';

/** A model that is ready to score. */
export interface OpenModel {
  readonly modelPackage: LoadedPackage;
  readonly pool: EnginePool;
}

/** Keeps the model that was used last open: runs come flight by flight, mostly with the same model. */
export function modelKeeper(objects: ObjectStore) {
  let current: { readonly modelId: string; readonly model: Promise<OpenModel> } | undefined;
  const close = async () => {
    const former = current;
    current = undefined;
    await former?.model.then(({ pool }) => pool.close()).catch(() => undefined);
  };
  return {
    async open(modelId: string): Promise<OpenModel> {
      if (current?.modelId === modelId) return current.model;
      await close();
      const model = openModel(objects, modelId);
      current = { modelId, model };
      // A model that failed to open is tried anew by the next batch.
      model.catch(() => {
        if (current?.model === model) current = undefined;
      });
      return model;
    },
    close,
  };
}

async function openModel(objects: ObjectStore, modelId: string): Promise<OpenModel> {
  const bucket = requireEnvironment('modelsBucket');
  // Files, model.json and the id that was asked for: a package edited since it was registered is refused.
  const modelPackage = await loadStoredPackage({ objects, bucket }, modelId);
  return { modelPackage, pool: await openEnginePool(modelPackage) };
}
