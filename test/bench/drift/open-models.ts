import { fileURLToPath } from 'node:url';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { openOnnxDriver } from '#platform/engines/onnx.ts';
import type { Models } from './render-flight.ts';
import { shuffledWeights } from './shuffle-weights.ts';

export const demoModel = fileURLToPath(new URL('../../../models/demo-hogweed', import.meta.url));

/** The demo model as it was made, and with its weights in an order that the seed draws. */
export async function openModels(seed: number): Promise<Models> {
  const asMade = await loadPackageFromFolder(demoModel);
  const name = asMade.manifest.weights ?? '';
  const weights = asMade.files.get(name);
  if (weights === undefined) throw new Error(`the demo model has no file ${name}`);
  const files = new Map([...asMade.files, [name, shuffledWeights(weights, seed)] as const]);
  return {
    asMade: await openOnnxDriver(asMade, {}),
    shuffled: await openOnnxDriver({ ...asMade, files }, {}),
  };
}
