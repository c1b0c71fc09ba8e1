import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';

/**
 * A client of S3. Region, endpoint and credentials come from the environment. An endpoint of one's own
 * (AWS_ENDPOINT_URL or AWS_ENDPOINT_URL_S3) is asked with the bucket in the path: such services rarely have a host name
 * for each bucket.
 */
export function openS3Client(config: S3ClientConfig = {}): S3Client {
  return new S3Client({ forcePathStyle: hasOwnEndpoint(), ...config });
}

function hasOwnEndpoint(): boolean {
  return ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'].some((name) => (process.env[name] ?? '') !== '');
}
