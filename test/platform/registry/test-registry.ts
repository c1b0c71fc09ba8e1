import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { hash } from 'node:crypto';
import type { LoadedPackage } from '#core/model/driver.ts';
import { modelIdOf } from '#core/model/package.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { type FileObjectStore, fileObjectStore } from '#platform/local/object-store.ts';
import { openRegistry, type Registry, type RegistryParts } from '#platform/registry/registry.ts';
import { openDocumentClient } from '#platform/tables/document-client.ts';
import { openTables, type Tables } from '#platform/tables/tables.ts';
import { demoModelDir } from '../evaluate/tile-files.ts';
import { temporaryFolder } from '../temporary-folder.ts';

export const modelsBucket = 'umbel-models';

/** A package with its model.json. */
export interface Package {
  readonly modelPackage: LoadedPackage;
  readonly manifestBytes: Uint8Array;
}

/** The demo package under another title, which makes it another model. */
export async function packageNamed(title: string): Promise<Package> {
  const { files } = await loadPackageFromFolder(demoModelDir);
  const former = JSON.parse(
    await readFile(path.join(demoModelDir, 'model.json'), 'utf8'),
  ) as LoadedPackage['manifest'];
  const manifest = { ...former, title };
  const manifestBytes = new TextEncoder().encode(JSON.stringify(manifest));
  return {
    modelPackage: { modelId: modelIdOf(manifest, hash('sha256', manifestBytes)), manifest, files },
    manifestBytes,
  };
}

export interface TestRegistry {
  readonly objects: FileObjectStore;
  readonly tables: Tables;
  /** A registry in the hands of someone. */
  by(name: string, more?: Partial<RegistryParts>): Registry;
  /** Registers a package of this title and says its id. */
  add(title: string): Promise<string>;
}

let second = 0;

/** A registry over files and the tables of this process; each entry is a second after the one before. */
export function testRegistry(): TestRegistry {
  const objects = fileObjectStore(temporaryFolder());
  const tables = openTables();
  const clock = { now: () => new Date(Date.UTC(2026, 10, 22, 12, 0, second++)) };
  const by = (name: string, more: Partial<RegistryParts> = {}) =>
    openRegistry({
      store: { objects, bucket: modelsBucket },
      models: tables.models,
      audit: tables.audit,
      clock,
      by: name,
      ...more,
    });
  return {
    objects,
    tables,
    by,
    async add(title) {
      const { modelPackage, manifestBytes } = await packageNamed(title);
      return (await by('ann').register(modelPackage, manifestBytes)).modelId;
    },
  };
}

/** Every test has a registry of its own: the table's items are removed as nobody else may. */
export async function emptyRegistry({ tables }: TestRegistry): Promise<void> {
  const client = openDocumentClient();
  const remove = (TableName: string, Key: Record<string, string>) =>
    client.send(new DeleteCommand({ TableName, Key }));
  for await (const { modelId } of tables.models.listModels())
    await remove('umbel-models', { registry: 'models', sk: `model#${modelId}` });
  await remove('umbel-models', { registry: 'models', sk: 'head' });
  for await (const { number } of tables.audit.list('models'))
    await remove('umbel-audit', { log: 'models', entry: String(number).padStart(12, '0') });
}
