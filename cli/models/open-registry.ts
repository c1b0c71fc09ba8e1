import { userInfo } from 'node:os';
import { requireEnvironment } from '#platform/environment.ts';
import { openLocalCloud } from '#platform/local/cloud.ts';
import { openForReading } from '#platform/local/reading.ts';
import { systemClock } from '#platform/platform.ts';
import type { ModelStore } from '#platform/registry/stored-package.ts';
import { openRegistry, type Registry } from '#platform/registry/registry.ts';
import type { Tables } from '#platform/tables/tables.ts';
import { explained, openAwsCloud } from '../aws/open-cloud.ts';

/** The registry of a cloud. @param by who acts; default: who is logged in */
export function registryOf(
  cloud: Pick<ModelStore, 'objects'> & { readonly tables: Pick<Tables, 'models' | 'audit'> },
  by = currentUser(),
): Registry {
  return openRegistry({
    store: storeOf(cloud),
    models: cloud.tables.models,
    audit: cloud.tables.audit,
    clock: systemClock,
    by,
  });
}

/** Where the models of a cloud are. */
export function storeOf({ objects }: Pick<ModelStore, 'objects'>): ModelStore {
  return { objects, bucket: requireEnvironment('modelsBucket') };
}

export interface WhichCloud {
  /** Outputs of `cdk deploy --outputs-file`: the registry of that deployment; absent: that of $UMBEL_HOME. */
  readonly deployment?: string | undefined;
  /** Who acts. */
  readonly by?: string | undefined;
  /** Whether nothing is written: then it works beside whoever has $UMBEL_HOME open. */
  readonly reads?: boolean;
}

/** A cloud as far as models are concerned. */
export interface ModelCloud {
  readonly store: ModelStore;
  readonly tables: Pick<Tables, 'models' | 'audit' | 'labels' | 'flights'>;
}

/** What `use` makes of the models of $UMBEL_HOME, or of a deployment on AWS. */
export async function withModelCloud<Result>(
  deployment: string | undefined,
  use: (cloud: ModelCloud) => Promise<Result>,
  { reads = false }: Pick<WhichCloud, 'reads'> = {},
): Promise<Result> {
  if (deployment !== undefined) {
    const { objects, tables } = openAwsCloud(
      ['uploadsBucket', 'reviewBucket', 'modelsBucket', 'flightsTable', 'labelsTable', 'modelsTable', 'auditTable'],
      deployment,
    );
    return explained('Looking at the models of the deployment', () =>
      use({ store: storeOf({ objects }), tables }),
    );
  }
  const cloud = reads ? await openForReading() : await openLocalCloud();
  try {
    return await use({ store: storeOf(cloud), tables: cloud.tables });
  } finally {
    await cloud.close();
  }
}

/** What `use` makes of a registry. */
export function withRegistry<Result>(
  { deployment, by, reads = false }: WhichCloud,
  use: (registry: Registry, cloud: ModelCloud) => Promise<Result>,
): Promise<Result> {
  return withModelCloud(
    deployment,
    (cloud) => use(registryOf({ objects: cloud.store.objects, tables: cloud.tables }, by), cloud),
    { reads },
  );
}

/** Name of who is logged in; a container may have none. */
function currentUser(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`;
  }
}
