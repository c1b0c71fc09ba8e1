import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** A file of a web page. */
export interface PublishedFile {
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
  readonly cacheControl: string;
}

/** Puts files into a bucket, one after the other in the given order. */
export async function publishFiles(
  client: S3Client,
  bucket: string,
  files: readonly PublishedFile[],
): Promise<void> {
  for (const { key, body, contentType, cacheControl } of files) {
    await client.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: contentType,
        CacheControl: cacheControl,
        ChecksumAlgorithm: 'SHA256',
      }),
    );
  }
}
