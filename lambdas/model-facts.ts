import { modelKey } from '#core/flight/keys.ts';
import { parseModelManifest } from '#core/model/package.ts';
import { sigmas68 } from '#core/sighting/detection.ts';
import type { Tiling } from '#core/tiling/tiling.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { ObjectStore } from '#platform/ports.ts';

/** What the results need to know of a model. */
export interface ModelFacts {
  readonly title: string | undefined;
  /** One sigma of the places that the model gives inside a tile, as a share of the tile. */
  readonly locationSigma: number;
  /** What it learned from; undefined where there is no model. */
  readonly learnedFrom?: LearnedFrom;
}

export interface LearnedFrom {
  readonly tiling: Tiling;
  /** From painted photos alone. */
  readonly simulated: boolean;
  /** Smallest and largest ground size of a photo's pixel, metres; undefined where the package does not tell. */
  readonly gsdRangeM: readonly [number, number] | undefined;
}

/** For models that give places but no figure for their error. */
const usualLocationSigma = 0.15;

/** The facts of a model; of none when the flight was only prepared. */
export async function aboutModel(objects: ObjectStore, modelId: string | null): Promise<ModelFacts> {
  if (modelId === null) return { title: undefined, locationSigma: usualLocationSigma };
  const ref = { bucket: requireEnvironment('modelsBucket'), key: modelKey(modelId, 'model.json') };
  const manifest = parseModelManifest(new TextDecoder().decode(await objects.get(ref)), ref.key);
  const error68 = manifest.metrics?.['locationError68'];
  return {
    title: manifest.title,
    locationSigma: error68 === undefined ? usualLocationSigma : error68 / sigmas68,
    learnedFrom: {
      tiling: manifest.tiling,
      simulated: manifest.dataset.simulated === true,
      gsdRangeM: manifest.dataset.gsdRangeM,
    },
  };
}
