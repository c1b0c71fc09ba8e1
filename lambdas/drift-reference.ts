import type { DriftReference } from '#core/drift/assess.ts';
import { modelKey } from '#core/flight/keys.ts';
import { parseModelManifest } from '#core/model/package.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { ObjectStore } from '#platform/ports.ts';

/** Packages of before this figure was written: as few as a validation has. */
const fewestTiles = 1000;

/** What the confidences of a model should look like, from its package; undefined where it does not tell, or is gone. */
export async function driftReference(
  objects: ObjectStore,
  modelId: string,
): Promise<DriftReference | undefined> {
  const ref = { bucket: requireEnvironment('modelsBucket'), key: modelKey(modelId, 'model.json') };
  try {
    const manifest = parseModelManifest(new TextDecoder().decode(await objects.get(ref)), ref.key);
    const histogram = manifest.referenceHistogram;
    return histogram === undefined
      ? undefined
      : { histogram, tiles: manifest.metrics?.['testTiles'] ?? fewestTiles };
  } catch (error) {
    if (isObjectNotFound(error)) return undefined;
    throw error;
  }
}
