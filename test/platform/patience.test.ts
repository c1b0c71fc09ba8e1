import { describe, expect, it } from 'vitest';
import { UmbelError } from '#core/errors.ts';
import { fileObjectStore } from '#platform/local/object-store.ts';
import { patiently, patientStore } from '#platform/patience.ts';
import { mayPass, namePassing } from '#platform/passing-errors.ts';
import type { ObjectStore } from '#platform/ports.ts';
import { temporaryFolder } from './temporary-folder.ts';

const quick = { limitMs: 300, firstDelayMs: 1, longestDelayMs: 5 };

function refusal(name: string, status = 400): Error {
  return Object.assign(new Error('later'), { name, $metadata: { httpStatusCode: status } });
}

describe('patience', () => {
  it('asks again while the service says later', async () => {
    let calls = 0;
    const call = () => (++calls < 4 ? Promise.reject(refusal('SlowDown', 503)) : Promise.resolve('here'));
    expect(await patiently(call, quick)).toBe('here');
    expect(calls).toBe(4);
  });

  it('ends, with a name that workflows know', async () => {
    const error = await patiently(() => Promise.reject(refusal('ThrottlingException')), quick).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ name: 'cloud.busy', kind: 'try-again' });
  });

  it('does not wait for what will not pass', async () => {
    let calls = 0;
    const denied = () => {
      calls++;
      return Promise.reject(refusal('AccessDenied', 403));
    };
    await expect(patiently(denied, quick)).rejects.toMatchObject({ name: 'AccessDenied' });
    expect(calls).toBe(1);
  });
});

it.each([
  [refusal('ProvisionedThroughputExceededException'), true],
  [refusal('Whatever', 500), true],
  [Object.assign(new Error('x'), { code: 'ECONNRESET' }), true],
  [refusal('NoSuchKey', 404), false],
  [refusal('ConditionalCheckFailedException'), false],
  [Object.assign(new Error('x'), { code: 'ENOSPC' }), false],
  [new UmbelError({ code: 'ThrottlingException', kind: 'bug', message: 'x' }), false],
  ['SlowDown', false],
])('%s may pass: %s', (error, expected) => {
  expect(mayPass(error)).toBe(expected);
  expect(namePassing(error) === error).toBe(!expected);
});

describe('a patient object store', () => {
  it('lists everything once, wherever the listing breaks off', async () => {
    const files = fileObjectStore(temporaryFolder());
    const keys = Array.from({ length: 12 }, (_, i) => `photos/${String(i).padStart(2, '0')}`);
    for (const key of keys) await files.put({ bucket: 'umbel-work', key }, key, 'text/plain');
    let items = 0;
    const brittle: ObjectStore = {
      ...files,
      async *list(bucket, prefix) {
        for await (const info of files.list(bucket, prefix)) {
          if ([5, 11].includes(++items)) throw refusal('InternalError', 500);
          yield info;
        }
      },
    };
    const listed: string[] = [];
    for await (const { key } of patientStore(brittle, quick).list('umbel-work', 'photos/')) listed.push(key);
    expect(listed).toEqual(keys);
    expect(items).toBeGreaterThan(12);
  });

  it('writes a stream anew only where none of it was taken', async () => {
    const files = fileObjectStore(temporaryFolder());
    const ref = { bucket: 'umbel-work', key: 'list' };
    let calls = 0;
    const before: ObjectStore = {
      ...files,
      putStream: (...args) =>
        ++calls === 1 ? Promise.reject(refusal('SlowDown', 503)) : files.putStream(...args),
    };
    await patientStore(before, quick).putStream(ref, lines(), 'text/plain');
    expect(new TextDecoder().decode(await files.get(ref))).toBe('one\ntwo\n');
    const within: ObjectStore = {
      ...files,
      async putStream(_ref, body) {
        for await (const _ of body) throw refusal('SlowDown', 503);
      },
    };
    await expect(patientStore(within, quick).putStream(ref, lines(), 'text/plain')).rejects.toMatchObject({
      name: 'cloud.busy',
    });
  });
});

async function* lines(): AsyncGenerator<string> {
  yield 'one\n';
  await Promise.resolve();
  yield 'two\n';
}
