import { parseModelManifest } from '#core/model/package.ts';
import type { ModelStore } from '../registry/stored-package.ts';

/** Ids of the stored models that learned from any of the snapshots. */
export async function modelsThatLearnedFrom(
  { objects, bucket }: ModelStore,
  snapshotIds: readonly string[],
): Promise<string[]> {
  if (snapshotIds.length === 0) return [];
  const models: string[] = [];
  for await (const { key } of objects.list(bucket, 'models/')) {
    const modelId = /^models\/([^/]+)\/model\.json$/.exec(key)?.[1];
    if (modelId === undefined) continue;
    const manifest = parseModelManifest(new TextDecoder().decode(await objects.get({ bucket, key })), key);
    if (snapshotIds.includes(manifest.dataset.snapshotId ?? '')) models.push(modelId);
  }
  return models;
}
