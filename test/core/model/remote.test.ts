import { expect, it } from 'vitest';
import { type RemoteModel, remoteSchema } from '#core/model/remote.ts';

it.each<[string, Partial<RemoteModel> & Record<string, unknown>]>([
  ['no web address', { protocol: 'tf-serving', url: 'file:///etc/passwd', model: 'x' }],
  ['a password', { protocol: 'pictures', url: 'https://me:secret@models.example.org' }],
  ['a model with a path', { protocol: 'kserve-v2', url: 'http://x', model: '../x' }],
  ['an endpoint without a name', { protocol: 'sagemaker' }],
  ['an unknown protocol', { protocol: 'grpc' as 'sagemaker' }],
])('a package does not name %s', (_name, remote) => {
  expect(remoteSchema.safeParse(remote).success).toBe(false);
});
