import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  NoSuchUpload,
  type S3Client,
} from '@aws-sdk/client-s3';

/**
 * How many uploads in parts were begun below a prefix and not ended; S3 has let go of their parts, unless it was a dry
 * run. Such parts are in no list of objects.
 */
export async function endOpenUploads(
  client: S3Client,
  { bucket, prefix, dryRun }: { readonly bucket: string; readonly prefix: string; readonly dryRun: boolean },
): Promise<number> {
  let count = 0;
  for await (const { Uploads = [] } of uploadPages(client, bucket, prefix))
    for (const { Key, UploadId } of Uploads) {
      if (Key === undefined || UploadId === undefined) continue;
      count++;
      if (!dryRun) await end(client, { Bucket: bucket, Key, UploadId });
    }
  return count;
}

async function end(
  client: S3Client,
  upload: { readonly Bucket: string; readonly Key: string; readonly UploadId: string },
): Promise<void> {
  try {
    await client.send(new AbortMultipartUploadCommand(upload));
  } catch (error) {
    // Its owner ended it in between: the object, if any, is in the list that is read next.
    if (!(error instanceof NoSuchUpload)) throw error;
  }
}

async function* uploadPages(
  client: S3Client,
  bucket: string,
  prefix: string,
): AsyncGenerator<ListMultipartUploadsCommandOutput> {
  let after: Pick<ListMultipartUploadsCommandOutput, 'NextKeyMarker' | 'NextUploadIdMarker'> = {};
  for (;;) {
    const page = await client.send(
      new ListMultipartUploadsCommand({
        Bucket: bucket,
        Prefix: prefix,
        ...(after.NextKeyMarker === undefined ? {} : { KeyMarker: after.NextKeyMarker }),
        ...(after.NextUploadIdMarker === undefined ? {} : { UploadIdMarker: after.NextUploadIdMarker }),
      }),
    );
    yield page;
    if (page.IsTruncated !== true) return;
    after = page;
  }
}
