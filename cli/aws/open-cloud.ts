import { SFNClient } from '@aws-sdk/client-sfn';
import type { EnvironmentKey } from '#core/environment.ts';
import { openS3Client } from '#platform/aws/clients.ts';
import { explainAwsError } from '#platform/aws/explain-error.ts';
import { s3ObjectStore } from '#platform/aws/object-store.ts';
import { openTables } from '#platform/tables/tables.ts';
import { useDeployment } from './names.ts';

/** Clients of a deployment, told its names first. @throws UmbelError `deployment.*` */
export function openAwsCloud(needed: readonly EnvironmentKey[], deployment?: string) {
  useDeployment(needed, deployment);
  const s3 = openS3Client();
  return { s3, objects: s3ObjectStore(s3), tables: openTables(), workflows: new SFNClient({}) };
}

/** What `work` returns; errors of AWS in plain words. @param doing e.g. `Looking at flight-1` */
export async function explained<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explainAwsError(error, doing);
  }
}
