import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LoadedPackage } from '#core/model/driver.ts';
import { loadPackage } from '#platform/engines/load-package.ts';
import { openEnginePool } from '#platform/engines/pool.ts';
import { mustBeSane } from '#platform/evaluate/score-tiles.ts';
import type { ListedModel, Registry } from '#platform/registry/registry.ts';

/** A package of this machine with the bytes of its model.json: those that were checked, not those that lie there later. */
export async function readPackage(
  dir: string,
): Promise<{ readonly modelPackage: LoadedPackage; readonly manifestBytes: Uint8Array }> {
  let manifestBytes = new Uint8Array();
  const read = async (file: string) => {
    const bytes = await readFile(path.join(dir, file));
    if (file === 'model.json') manifestBytes = new Uint8Array(bytes);
    return bytes;
  };
  const modelPackage = await loadPackage(read, dir);
  return { modelPackage, manifestBytes };
}

/**
 * Registers the package of a folder, once it computes what it says: its sanity tiles are scored with its own engine.
 * @throws UmbelError `model.insane`, `model.nan`, `model.hash-mismatch` and the others of loading; the registry is unchanged then
 */
export async function registerFolder(
  registry: Registry,
  dir: string,
): Promise<ListedModel & { readonly isNew: boolean }> {
  const { modelPackage, manifestBytes } = await readPackage(dir);
  const pool = await openEnginePool(modelPackage, { workers: 1 });
  try {
    await mustBeSane(pool, modelPackage);
  } finally {
    await pool.close();
  }
  return registry.register(modelPackage, manifestBytes);
}
