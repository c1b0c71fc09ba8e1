import { rm } from 'node:fs/promises';
import path from 'node:path';
import { environmentNames } from '#core/environment.ts';
import { openS3Client } from '#platform/aws/clients.ts';
import { s3ObjectStore } from '#platform/aws/object-store.ts';
import { purgePrefix } from '#platform/aws/purge.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { openLocalLake } from '#platform/lake/local-lake.ts';
import { openLocalCloud } from '#platform/local/cloud.ts';
import { systemClock } from '#platform/platform.ts';
import { openDocumentClient } from '#platform/tables/document-client.ts';
import { openTables } from '#platform/tables/tables.ts';
import { useDeployment } from '../aws/names.ts';
import type { DeletionParts } from './delete-flight.ts';
import { eraseFromLake } from './erase-from-lake.ts';
import { deletionNeeds } from './flight-traces.ts';

/** A place to delete from: the deployment, or this machine. */
export interface OpenedPlace {
  /** For people: what is deleted from. */
  readonly where: string;
  readonly parts: DeletionParts;
  /** What only this place has of a run. */
  readonly forgetRun: (runId: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Whether the command is meant for AWS: a deployment file was named, or the environment knows the deployment. */
export function isForAws(deployment: string | undefined): boolean {
  const known = [process.env['UMBEL_DEPLOYMENT'], process.env[environmentNames.uploadsBucket]];
  return deployment !== undefined || known.some((value) => (value ?? '') !== '');
}

/** The deployment on AWS. @throws UmbelError `deployment.*` */
export function openAwsPlace(deployment: string | undefined): OpenedPlace {
  useDeployment(deletionNeeds, deployment);
  const s3 = openS3Client();
  const lake = { objects: s3ObjectStore(s3), bucket: requireEnvironment('lakeBucket'), clock: systemClock };
  return {
    where: `AWS (${requireEnvironment('uploadsBucket')} and its fellows)`,
    parts: {
      tables: openTables(),
      client: openDocumentClient(),
      purge: ({ bucket, prefix }, dryRun) =>
        purgePrefix(s3, { bucket: requireEnvironment(bucket), prefix, dryRun }),
      eraseFromLake: (owners, dryRun) => eraseFromLake(lake, owners, dryRun),
    },
    forgetRun: () => Promise.resolve(),
    close() {
      s3.destroy();
      return Promise.resolve();
    },
  };
}

/** The embedded cloud of $UMBEL_HOME. */
export async function openLocalPlace(): Promise<OpenedPlace> {
  const cloud = await openLocalCloud();
  const { objects, home } = cloud;
  return {
    where: home.dir,
    parts: {
      tables: cloud.tables,
      client: openDocumentClient(),
      async purge({ bucket, prefix }, dryRun) {
        let count = 0;
        for await (const { key } of objects.list(requireEnvironment(bucket), prefix)) {
          count++;
          if (!dryRun) await objects.delete({ bucket: requireEnvironment(bucket), key });
        }
        return count;
      },
      eraseFromLake: (owners, dryRun) => eraseFromLake(openLocalLake(home.dir), owners, dryRun),
    },
    forgetRun: (runId) => rm(path.join(home.executions, runId), { recursive: true, force: true }),
    close: () => cloud.close(),
  };
}
