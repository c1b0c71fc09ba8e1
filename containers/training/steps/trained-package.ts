import { trainedPackageKey } from '#core/model/training/training-run.ts';
import type { LoadedPackage } from '#core/model/driver.ts';
import { loadPackage } from '#platform/engines/load-package.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';
import { openRegistry, type Registry } from '#platform/registry/registry.ts';

/** The package that a training left in the work bucket, every byte checked. */
export function loadTrainedPackage(
  { objects }: Pick<Platform, 'objects'>,
  trainingId: string,
): Promise<LoadedPackage> {
  const bucket = requireEnvironment('workBucket');
  return loadPackage(
    (file) => objects.get({ bucket, key: trainedPackageKey(trainingId, file) }),
    `the training ${trainingId}`,
  );
}

/** The registry as a training sees it: its entries in the log name the training. */
export function trainingRegistry(platform: Platform, trainingId: string): Registry {
  return openRegistry({
    store: { objects: platform.objects, bucket: requireEnvironment('modelsBucket') },
    models: platform.tables.models,
    audit: platform.tables.audit,
    clock: platform.clock,
    by: `training ${trainingId}`,
  });
}
