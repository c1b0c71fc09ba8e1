import { hash } from 'node:crypto';
import { UmbelError } from '#core/errors.ts';
import { modelKey } from '#core/flight/keys.ts';
import type { LoadedPackage } from '#core/model/driver.ts';
import { loadPackage } from '../engines/load-package.ts';
import type { ObjectStore } from '../ports.ts';

export interface ModelStore {
  readonly objects: ObjectStore;
  readonly bucket: string;
}

/**
 * A package from the models bucket, every byte of it checked: its files against model.json, model.json against the id
 * and, where the registry gives it, against the whole SHA-256.
 * @throws UmbelError `model.not-found`, `model.hash-mismatch`, `model.file-missing`, `model.manifest-invalid`
 */
export async function loadStoredPackage(
  { objects, bucket }: ModelStore,
  modelId: string,
  manifestSha256?: string,
): Promise<LoadedPackage> {
  let found = '';
  const read = async (file: string) => {
    const bytes = await objects.get({ bucket, key: modelKey(modelId, file) });
    if (file === 'model.json') found = hash('sha256', bytes);
    return bytes;
  };
  const modelPackage = await loadPackage(read, `the stored model ${modelId}`).catch(notThere(modelId));
  if (modelPackage.modelId === modelId && (manifestSha256 === undefined || found === manifestSha256))
    return modelPackage;
  throw new UmbelError({
    code: 'model.hash-mismatch',
    kind: 'configuration',
    message: `The package ${modelId} was changed after it was registered: its content makes it ${modelPackage.modelId}.`,
    hint: 'A package is never edited: register the changed one as a model of its own, and put the former files back.',
  });
}

function notThere(modelId: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof UmbelError) || error.code !== 'model.file-missing' || error.kind !== 'not-found')
      throw error;
    throw modelNotFound(modelId, error);
  };
}

/** What is said of an id that the registry does not know. */
export function modelNotFound(modelId: string, cause?: unknown): UmbelError {
  return new UmbelError({
    code: 'model.not-found',
    kind: 'not-found',
    message: `There is no model ${modelId}.`,
    hint: 'See `umbel models list`; `umbel models register DIR` adds a package.',
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Stores a package, model.json last: a package is there when its manifest is. What is there already is not written again. */
export async function storePackage(
  { objects, bucket }: ModelStore,
  { modelId, files }: LoadedPackage,
  manifestBytes: Uint8Array,
): Promise<void> {
  const manifest = { bucket, key: modelKey(modelId, 'model.json') };
  if ((await objects.head(manifest)) !== undefined) return;
  for (const [file, bytes] of files)
    await objects.put({ bucket, key: modelKey(modelId, file) }, bytes, 'application/octet-stream');
  await objects.put(manifest, manifestBytes, 'application/json');
}
