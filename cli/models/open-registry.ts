import { userInfo } from 'node:os';
import { requireEnvironment } from '#platform/environment.ts';
import { openLocalCloud, type LocalCloud } from '#platform/local/cloud.ts';
import { systemClock } from '#platform/platform.ts';
import { openRegistry, type Registry } from '#platform/registry/registry.ts';

/** The registry of an embedded cloud. @param by who acts; default: who is logged in */
export function registryOf(cloud: Pick<LocalCloud, 'objects' | 'tables'>, by = currentUser()): Registry {
  return openRegistry({
    store: { objects: cloud.objects, bucket: requireEnvironment('modelsBucket') },
    models: cloud.tables.models,
    audit: cloud.tables.audit,
    clock: systemClock,
    by,
  });
}

/** What `use` makes of the registry of $UMBEL_HOME. */
export async function withRegistry<Result>(
  use: (registry: Registry, cloud: LocalCloud) => Promise<Result>,
  by?: string,
): Promise<Result> {
  const cloud = await openLocalCloud();
  try {
    return await use(registryOf(cloud, by), cloud);
  } finally {
    await cloud.close();
  }
}

/** Name of who is logged in; a container may have none. */
function currentUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
