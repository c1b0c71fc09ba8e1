import { SFNClient } from '@aws-sdk/client-sfn';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type EnvironmentKey, environmentNames } from '#core/environment.ts';
import { openS3Client } from '#platform/aws/clients.ts';
import { s3ObjectStore } from '#platform/aws/object-store.ts';
import { stopExecution } from '#platform/aws/executions.ts';
import { endOpenUploads as endOpenUploadsInS3 } from '#platform/aws/open-uploads.ts';
import { purgePrefix } from '#platform/aws/purge.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { openLocalLake } from '#platform/lake/local-lake.ts';
import { openLocalCloud } from '#platform/local/cloud.ts';
import { endOpenUploads } from '#platform/local/open-uploads.ts';
import { systemClock } from '#platform/platform.ts';
import type { ObjectStore } from '#platform/ports.ts';
import { modelsThatLearnedFrom } from '#platform/snapshot/models.ts';
import { trainingsWith } from '#platform/snapshot/trainings.ts';
import { withdrawSnapshots } from '#platform/snapshot/withdraw.ts';
import { openDocumentClient } from '#platform/tables/document-client.ts';
import { openTables } from '#platform/tables/tables.ts';
import { useDeployment } from '../aws/names.ts';
import type { DeletionParts } from './delete-flight.ts';
import { eraseFromLake } from './erase-from-lake.ts';
import { forgetLocally } from './forget-local.ts';
import { deletionNeeds } from './flight-traces.ts';

/** A place to delete from: the deployment, or this machine. */
export interface OpenedPlace {
  /** For people: what is deleted from. */
  readonly where: string;
  readonly parts: DeletionParts;
  /** Closes the place. @param gone flight and runs that were deleted: what only this place noted of them goes, too */
  readonly close: (gone: readonly string[]) => Promise<void>;
}

/** Whether the command is meant for AWS: a deployment file was named, or the environment knows the deployment. */
export function isForAws(deployment: string | undefined): boolean {
  const known = [process.env['UMBEL_DEPLOYMENT'], process.env[environmentNames.uploadsBucket]];
  return deployment !== undefined || known.some((value) => (value ?? '') !== '');
}

/** The deployment on AWS. @throws UmbelError `deployment.*` */
export function openAwsPlace(deployment: string | undefined): OpenedPlace {
  useDeployment([...deletionNeeds, 'flightWorkflowArn'], deployment);
  const s3 = openS3Client();
  const workflows = new SFNClient({});
  const lake = { objects: s3ObjectStore(s3), bucket: requireEnvironment('lakeBucket'), clock: systemClock };
  const purgeKey = (bucket: EnvironmentKey, prefix: string, dryRun = false) =>
    purgePrefix(s3, { bucket: requireEnvironment(bucket), prefix, dryRun });
  return {
    where: `AWS (${requireEnvironment('uploadsBucket')} and its fellows)`,
    parts: {
      tables: openTables(),
      client: openDocumentClient(),
      stopRun: (runId) =>
        stopExecution(workflows, {
          workflowArn: requireEnvironment('flightWorkflowArn'),
          name: runId,
          cause: 'The flight was deleted.',
        }),
      async purge({ bucket, prefix }, dryRun) {
        const place = { bucket: requireEnvironment(bucket), prefix, dryRun };
        return (await endOpenUploadsInS3(s3, place)) + (await purgePrefix(s3, place));
      },
      eraseFromLake: (owners, dryRun) =>
        eraseFromLake(lake, { owners, dryRun, purge: (key) => purgeKey('lakeBucket', key) }),
      ...ofLessons(lake.objects, (key, dryRun) => purgeKey('modelsBucket', key, dryRun)),
    },
    close() {
      s3.destroy();
      workflows.destroy();
      return Promise.resolve();
    },
  };
}

/** The embedded cloud of $UMBEL_HOME. */
export async function openLocalPlace(): Promise<OpenedPlace> {
  const cloud = await openLocalCloud();
  const { objects, home } = cloud;
  const lake = openLocalLake(home.dir);
  return {
    where: home.dir,
    parts: {
      tables: cloud.tables,
      client: openDocumentClient(),
      async purge({ bucket, prefix }, dryRun) {
        const name = requireEnvironment(bucket);
        let count = await endOpenUploads(home.dir, { bucket: name, prefix, dryRun });
        for await (const { key } of objects.list(name, prefix)) {
          count++;
          if (!dryRun) await objects.delete({ bucket: name, key });
        }
        // Folders have names, too. The list has refused prefixes that lead elsewhere.
        if (!dryRun) await rm(path.join(home.dir, name, prefix), { recursive: true, force: true });
        return count;
      },
      eraseFromLake: (owners, dryRun) =>
        eraseFromLake(lake, {
          owners,
          dryRun,
          purge: (key) => objects.delete({ bucket: lake.bucket, key }),
        }),
      ...ofLessons(objects, async (key, dryRun) => {
        const ref = { bucket: requireEnvironment('modelsBucket'), key };
        const isThere = (await objects.head(ref)) !== undefined;
        if (isThere && !dryRun) await objects.delete(ref);
        return isThere ? 1 : 0;
      }),
    },
    async close(gone) {
      await cloud.close();
      if (gone.length > 0) await forgetLocally(home, gone);
    },
  };
}

/** What is to be done about what was made to learn from, wherever it is kept. */
function ofLessons(
  objects: ObjectStore,
  purge: (key: string, dryRun: boolean) => Promise<number>,
): Pick<DeletionParts, 'withdrawSnapshots' | 'trainingsWith' | 'modelsOf'> {
  const store = { objects, bucket: requireEnvironment('modelsBucket') };
  const work = { objects, bucket: requireEnvironment('workBucket') };
  return {
    withdrawSnapshots: (flightId, dryRun) =>
      withdrawSnapshots(store, {
        flightId,
        dryRun,
        now: systemClock.now(),
        purge: (key) => purge(key, dryRun),
      }),
    trainingsWith: (flightId, snapshotIds) => trainingsWith(work, { flightId, snapshotIds }),
    modelsOf: (snapshotIds) => modelsThatLearnedFrom(store, snapshotIds),
  };
}
