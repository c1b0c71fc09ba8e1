import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { s3ObjectStore } from '#platform/aws/object-store.ts';
import { s3ObjectUrls } from '#platform/aws/object-urls.ts';
import { endOpenUploads } from '#platform/aws/open-uploads.ts';
import { objectStoreContract } from '../object-store-contract.ts';
import { type FakeS3, startFakeS3 } from './fake-s3.ts';
import { stream } from '../streams.ts';

function clientOf({ endpoint }: { endpoint: string }): S3Client {
  return new S3Client({
    endpoint,
    region: 'eu-north-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  });
}

objectStoreContract('Amazon S3', async () => {
  const s3 = await startFakeS3();
  const client = clientOf(s3);
  return {
    store: s3ObjectStore(client),
    bucket: 'umbel-test',
    async close() {
      client.destroy();
      await s3.close();
    },
  };
});

describe('Amazon S3', () => {
  let s3: FakeS3;
  beforeAll(async () => {
    s3 = await startFakeS3();
  });
  afterAll(() => s3.close());

  it('keeps no half of an upload in parts that broke off: it would be paid for', async () => {
    const store = s3ObjectStore(clientOf(s3));
    const parts = [1, 2].map(() => new Uint8Array(6 << 20));
    const broken = stream(parts, new Error('the line was cut'));
    const ref = { bucket: 'umbel-test', key: 'large' };
    await expect(store.putStream(ref, broken, 'text/plain')).rejects.toThrow('the line was cut');
    expect(s3.openUploads()).toBe(0);
    expect(await store.head(ref)).toBeUndefined();
  });

  it('ends the uploads in parts below a prefix, and none beside it', async () => {
    const client = clientOf(s3);
    const urls = s3ObjectUrls(client);
    const begin = (key: string) => urls.beginParts({ bucket: 'umbel-test', key }, 'image/jpeg');
    for (const key of ['a', 'b', 'b', 'c', 'd']) await begin(`flights/gone/${key}`);
    await begin('flights/gone-2/a');
    const end = (prefix: string, dryRun: boolean) =>
      endOpenUploads(client, { bucket: 'umbel-test', prefix, dryRun });
    expect(await end('flights/gone/', true)).toBe(5);
    expect(await end('flights/gone/', false)).toBe(5);
    expect(await end('flights/gone/', true)).toBe(0);
    expect(await end('flights/', false)).toBe(1);
    expect(s3.openUploads()).toBe(0);
  });

  it('that cannot be reached is an error, never "not found"', async () => {
    const store = s3ObjectStore(clientOf({ endpoint: 'http://127.0.0.1:1' }));
    const ref = { bucket: 'umbel-test', key: 'a' };
    await expect(store.get(ref)).rejects.toThrow('ECONNREFUSED');
    await expect(store.head(ref)).rejects.toThrow('ECONNREFUSED');
  });
});
