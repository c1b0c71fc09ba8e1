import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectIdentifier,
  type S3Client,
} from '@aws-sdk/client-s3';
import { UmbelError } from '#core/errors.ts';

/**
 * Deletes every version of every object below a prefix, delete markers too: after this nothing can be brought back.
 * @returns how many versions there were
 */
export async function purgePrefix(
  client: S3Client,
  { bucket, prefix, dryRun }: { readonly bucket: string; readonly prefix: string; readonly dryRun: boolean },
): Promise<number> {
  let count = 0;
  for await (const page of versionPages(client, { bucket, prefix })) {
    const objects: ObjectIdentifier[] = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].flatMap(
      ({ Key, VersionId }) =>
        Key === undefined ? [] : [{ Key, ...(VersionId === undefined ? {} : { VersionId }) }],
    );
    count += objects.length;
    if (!dryRun && objects.length > 0) await deletePage(client, bucket, objects);
  }
  return count;
}

/** Every version and delete marker below a prefix, page by page. @param pageSize entries of a page; absent: what S3 likes */
export async function* versionPages(
  client: S3Client,
  {
    bucket,
    prefix,
    pageSize,
  }: { readonly bucket: string; readonly prefix: string; readonly pageSize?: number },
): AsyncGenerator<ListObjectVersionsCommandOutput> {
  let after: Pick<ListObjectVersionsCommandOutput, 'NextKeyMarker' | 'NextVersionIdMarker'> = {};
  for (;;) {
    const page = await client.send(
      new ListObjectVersionsCommand({
        Bucket: bucket,
        Prefix: prefix,
        ...(pageSize === undefined ? {} : { MaxKeys: pageSize }),
        ...(after.NextKeyMarker === undefined ? {} : { KeyMarker: after.NextKeyMarker }),
        ...(after.NextVersionIdMarker === undefined ? {} : { VersionIdMarker: after.NextVersionIdMarker }),
      }),
    );
    yield page;
    if (page.IsTruncated !== true) return;
    after = page;
  }
}

async function deletePage(client: S3Client, bucket: string, objects: ObjectIdentifier[]): Promise<void> {
  const answer = await client.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
  );
  const refused = answer.Errors?.[0];
  if (refused === undefined) return;
  throw new UmbelError({
    code: 'aws.delete-refused',
    kind: 'try-again',
    message: `S3 did not delete ${refused.Key} in ${bucket}: ${refused.Message ?? refused.Code ?? 'no reason given'}.`,
    hint: 'Run the same command again: what is deleted is not looked at again.',
  });
}
