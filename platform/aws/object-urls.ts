import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  NoSuchUpload,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { partMissing, uploadNotFound } from '../object-errors.ts';
import type { ObjectUrls } from '../ports.ts';
import { contentDisposition, signingWindow } from '../signing-window.ts';

/** Presigned URLs of Amazon S3. @param client with `requestChecksumCalculation: 'WHEN_REQUIRED'` */
export function s3ObjectUrls(client: S3Client, now: () => Date = () => new Date()): ObjectUrls {
  return {
    read({ bucket, key }, { forS, fileName }) {
      const { startedAt, windowS } = signingWindow(now());
      const command = new GetObjectCommand({
        Bucket: bucket,
        Key: key,
        ...(fileName === undefined ? {} : { ResponseContentDisposition: contentDisposition(fileName) }),
      });
      return getSignedUrl(client, command, { expiresIn: forS + windowS, signingDate: startedAt });
    },
    write({ bucket, key }, { forS, sizeBytes, contentType }) {
      const command = new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        ContentLength: sizeBytes,
        ContentType: contentType,
      });
      // Signed headers cannot be changed by whoever holds the URL.
      const signableHeaders = new Set(['content-length', 'content-type', 'host']);
      return getSignedUrl(client, command, { expiresIn: forS, signableHeaders });
    },
    async beginParts({ bucket, key }, contentType) {
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({ Bucket: bucket, Key: key, ContentType: contentType }),
      );
      if (UploadId === undefined) throw new TypeError('S3 began an upload without an id');
      return UploadId;
    },
    writePart({ bucket, key }, { uploadId, number, sizeBytes, forS }) {
      const command = new UploadPartCommand({
        Bucket: bucket,
        Key: key,
        UploadId: uploadId,
        PartNumber: number,
        ContentLength: sizeBytes,
      });
      return getSignedUrl(client, command, {
        expiresIn: forS,
        signableHeaders: new Set(['content-length', 'host']),
      });
    },
    async joinParts({ bucket, key }, { uploadId, parts }) {
      try {
        await client.send(
          new CompleteMultipartUploadCommand({
            Bucket: bucket,
            Key: key,
            UploadId: uploadId,
            MultipartUpload: { Parts: parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag })) },
          }),
        );
      } catch (error) {
        if (error instanceof NoSuchUpload) throw uploadNotFound(uploadId, error);
        if (
          error instanceof S3ServiceException &&
          /^Invalid(?:Part|PartOrder)$|^EntityTooSmall$/.test(error.name)
        )
          throw partMissing(uploadId, error);
        throw error;
      }
    },
  };
}
