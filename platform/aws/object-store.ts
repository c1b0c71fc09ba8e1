import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Readable } from 'node:stream';
import { objectNotFound } from '../object-errors.ts';
import type { ObjectInfo, ObjectStore } from '../ports.ts';

/** The object store on Amazon S3. */
export function s3ObjectStore(client: S3Client): ObjectStore {
  return {
    async get(ref) {
      try {
        const answer = await client.send(new GetObjectCommand({ Bucket: ref.bucket, Key: ref.key }));
        if (answer.Body === undefined) throw objectNotFound(ref);
        return await answer.Body.transformToByteArray();
      } catch (error) {
        throw error instanceof NoSuchKey ? objectNotFound(ref, error) : error;
      }
    },
    async head(ref) {
      try {
        const answer = await client.send(new HeadObjectCommand({ Bucket: ref.bucket, Key: ref.key }));
        const { ContentLength, ETag, LastModified } = answer;
        return infoOf(ref.key, { Size: ContentLength, ETag, LastModified });
      } catch (error) {
        if (error instanceof NotFound) return undefined;
        throw error;
      }
    },
    async put(ref, body, contentType) {
      await client.send(
        new PutObjectCommand({ Bucket: ref.bucket, Key: ref.key, Body: body, ContentType: contentType }),
      );
    },
    async putIf(ref, body, { contentType, former }) {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket: ref.bucket,
            Key: ref.key,
            Body: body,
            ContentType: contentType,
            ...(former === undefined ? { IfNoneMatch: '*' } : { IfMatch: former }),
          }),
        );
        return 'stored';
      } catch (error) {
        if (isLostRace(error)) return 'changed';
        throw error;
      }
    },
    async putStream(ref, body, contentType) {
      const params = {
        Bucket: ref.bucket,
        Key: ref.key,
        Body: Readable.from(body),
        ContentType: contentType,
      };
      await new Upload({ client, params }).done();
    },
    async *list(bucket, prefix) {
      for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
        for (const found of page.Contents ?? []) if (found.Key !== undefined) yield infoOf(found.Key, found);
      }
    },
    async delete(ref) {
      await client.send(new DeleteObjectCommand({ Bucket: ref.bucket, Key: ref.key }));
    },
  };
}

/** What S3 tells of an object. Headers have whole seconds, lists more: both are brought to seconds. */
function infoOf(key: string, { Size, ETag, LastModified }: Told): ObjectInfo {
  const written = LastModified === undefined ? undefined : Math.floor(LastModified.getTime() / 1000) * 1000;
  return {
    key,
    sizeBytes: Size ?? 0,
    etag: ETag ?? '',
    ...(written === undefined ? {} : { writtenAt: new Date(written).toISOString() }),
  };
}

interface Told {
  readonly Size?: number | undefined;
  readonly ETag?: string | undefined;
  readonly LastModified?: Date | undefined;
}

/**
 * Whether S3 refused a conditional write: the object changed before (412), changes right now (409), or is gone (404).
 * Source: Amazon S3 User Guide, "How to prevent object overwrites with conditional writes".
 */
function isLostRace(error: unknown): boolean {
  return error instanceof S3ServiceException && [404, 409, 412].includes(error.$metadata.httpStatusCode ?? 0);
}
