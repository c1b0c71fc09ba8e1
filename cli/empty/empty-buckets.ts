import { UmbelError } from '#core/errors.ts';

export interface EmptyOptions {
  /** Names of every bucket of the deployment. */
  readonly buckets: readonly string[];
  readonly dryRun: boolean;
  /** Deletes every version of every object of a bucket, or only counts them. */
  readonly purge: (bucket: string, dryRun: boolean) => Promise<number>;
}

/** How the names of buckets of the environment `dev` begin: CloudFormation puts the name of the stack before them. */
const devPrefix = 'umbel-dev-';

/**
 * Empties the buckets of a deployment that is only there to try things out, so that `cdk destroy` can take it away.
 * @returns versions of objects by bucket
 * @throws UmbelError `empty.not-dev` when one of them is no bucket of dev: then none is touched
 */
export async function emptyBuckets({
  buckets,
  dryRun,
  purge,
}: EmptyOptions): Promise<Record<string, number>> {
  const foreign = buckets.find((bucket) => !bucket.startsWith(devPrefix));
  if (foreign !== undefined || buckets.length === 0) throw notDev(foreign);
  const counts: Record<string, number> = {};
  for (const bucket of buckets) counts[bucket] = await purge(bucket, dryRun);
  return counts;
}

function notDev(bucket: string | undefined): UmbelError {
  return new UmbelError({
    code: 'empty.not-dev',
    kind: 'conflict',
    message:
      bucket === undefined
        ? 'The deployment file names no bucket.'
        : `${bucket} is no bucket of the environment dev; nothing was touched.`,
    hint: 'Only deployments whose buckets begin with umbel-dev- can be emptied. Single flights: umbel delete.',
  });
}
