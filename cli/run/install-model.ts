import { stat } from 'node:fs/promises';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { UmbelError } from '#core/errors.ts';
import { modelKey } from '#core/flight/keys.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import type { ObjectStore } from '#platform/ports.ts';

/** The model that comes with Umbel: trained on simulated flights only. */
export const shippedModelDir = fileURLToPath(new URL('../../models/demo-hogweed', import.meta.url));

export interface ModelChoice {
  /** The id of a model that is there, or a folder with a package; the shipped model when absent. */
  readonly wanted: string | undefined;
  readonly objects: ObjectStore;
  readonly bucket: string;
}

/**
 * The id of the model to run; a package in a folder is checked and stored first.
 * @throws UmbelError `model.not-found`, `model.hash-mismatch` and the others of loadPackage
 */
export async function installModel({ wanted, objects, bucket }: ModelChoice): Promise<string> {
  const dir = wanted === undefined ? shippedModelDir : await packageDir(wanted);
  if (dir !== undefined) return storePackage(dir, objects, bucket);
  const modelId = wanted ?? '';
  const known =
    /^[a-z0-9-]+$/.test(modelId) && (await objects.head({ bucket, key: modelKey(modelId, 'model.json') }));
  if (known) return modelId;
  throw new UmbelError({
    code: 'model.not-found',
    kind: 'not-found',
    message: `There is no model "${modelId}", neither stored nor as a folder with a model.json.`,
    hint: 'Give the folder of a model package, or leave --model out to use the shipped one.',
  });
}

async function packageDir(wanted: string): Promise<string | undefined> {
  const info = await stat(wanted).catch(() => undefined);
  return info?.isDirectory() ? wanted : undefined;
}

async function storePackage(dir: string, objects: ObjectStore, bucket: string): Promise<string> {
  const { modelId, files } = await loadPackageFromFolder(dir);
  const manifest = { bucket, key: modelKey(modelId, 'model.json') };
  if ((await objects.head(manifest)) !== undefined) return modelId;
  for (const [file, bytes] of files) {
    await objects.put({ bucket, key: modelKey(modelId, file) }, bytes, 'application/octet-stream');
  }
  // Last: a package is there when its manifest is.
  await objects.put(manifest, await readFile(path.join(dir, 'model.json')), 'application/json');
  return modelId;
}
