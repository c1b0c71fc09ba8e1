import path from 'node:path';
import { z } from 'zod';
import { trainedPackageKey, trainingPrefix } from '#core/model/training/training-run.ts';
import { tileNameStart } from '#core/snapshot/snapshot.ts';
import type { ModelStore } from '../registry/stored-package.ts';

/** Of model.json, what is needed here. */
const manifestSchema = z.object({ dataset: z.object({ snapshotId: z.string().optional() }) });

/**
 * Ids of the trainings that hold tiles of a flight, or whose model learned from one of the snapshots: in their packages
 * and reports stand pictures of what they learned from. Tiles are known by the names that an export gives them.
 * @param store the work bucket
 */
export async function trainingsWith(
  { objects, bucket }: ModelStore,
  { flightId, snapshotIds }: { readonly flightId: string; readonly snapshotIds: readonly string[] },
): Promise<string[]> {
  const found = new Set<string>();
  const root = trainingPrefix('');
  for await (const { key } of objects.list(bucket, root)) {
    const [trainingId = '', ...rest] = key.slice(root.length).split('/');
    if (rest.length === 0 || found.has(trainingId)) continue;
    if (path.posix.basename(key).startsWith(tileNameStart(flightId))) found.add(trainingId);
    else if (key === trainedPackageKey(trainingId, 'model.json')) {
      const snapshotId = snapshotOf(new TextDecoder().decode(await objects.get({ bucket, key })));
      if (snapshotId !== undefined && snapshotIds.includes(snapshotId)) found.add(trainingId);
    }
  }
  return [...found];
}

/** The snapshot that a package learned from; a package that is damaged elsewhere must not keep a picture. */
function snapshotOf(manifest: string): string | undefined {
  try {
    return manifestSchema.parse(JSON.parse(manifest)).dataset.snapshotId;
  } catch {
    return undefined;
  }
}
