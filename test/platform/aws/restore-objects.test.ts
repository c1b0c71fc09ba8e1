import { S3Client } from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { restoreObjects } from '#platform/aws/restore-objects.ts';

interface Version {
  readonly key: string;
  readonly id: string;
  readonly second: number;
  readonly isMarker: boolean;
}

interface VersionedBucket {
  readonly client: S3Client;
  /** Copies that were made, `key id`. */
  readonly copied: string[];
}

const pageSize = 3;

/** A bucket with a history, oldest first. S3 tells seconds only, and versions and delete markers in two lists. */
function bucketOf(history: readonly Version[]): VersionedBucket {
  const client = new S3Client({ region: 'eu-north-1' });
  const copied: string[] = [];
  client.middlewareStack.add(
    () => (args) => {
      const { input } = args as { input: Record<string, unknown> };
      if (typeof input['CopySource'] === 'string') {
        copied.push(`${String(input['Key'])} ${input['CopySource'].split('versionId=')[1]}`);
        return Promise.resolve({ response: {}, output: { $metadata: {} } });
      }
      return Promise.resolve({ response: {}, output: { $metadata: {}, ...listed(history, input) } });
    },
    { step: 'initialize' },
  );
  return { client, copied };
}

function listed(history: readonly Version[], input: Record<string, unknown>) {
  const keys = [...new Set(history.map(({ key }) => key))].sort();
  const inOrder = keys
    .filter((key) => key.startsWith(String(input['Prefix'])))
    .flatMap((key) => history.filter((each) => each.key === key).toReversed());
  const after = inOrder.findIndex(
    ({ key, id }) => key === input['KeyMarker'] && id === input['VersionIdMarker'],
  );
  const page = inOrder.slice(after + 1, after + 1 + Number(input['MaxKeys'] ?? pageSize));
  const last = page.at(-1);
  const entries = (isMarker: boolean) =>
    page
      .filter((each) => each.isMarker === isMarker)
      .map((each) => ({
        Key: each.key,
        VersionId: each.id,
        LastModified: new Date(each.second * 1000),
        IsLatest: history.findLast(({ key }) => key === each.key) === each,
      }));
  return {
    Versions: entries(false),
    DeleteMarkers: entries(true),
    IsTruncated: last !== undefined && last !== inOrder.at(-1),
    NextKeyMarker: last?.key,
    NextVersionIdMarker: last?.id,
  };
}

/** Steps of a history: which object, how many seconds later, written or deleted. */
const steps = fc.array(
  fc.record({ key: fc.constantFrom('a', 'a1', 'b'), later: fc.nat(1), isMarker: fc.boolean() }),
  { maxLength: 12 },
);

it('brings back what was the latest at the end of a second, in whatever order it came and was listed', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(6), async (changes, at) => {
      let second = 0;
      const history = changes.map(({ key, later, isMarker }, i): Version => {
        second += later;
        return { key, id: `v${i}`, second, isMarker };
      });
      const { client, copied } = bucketOf(history);
      const options = { bucket: 'uploads', prefix: '', at: new Date(at * 1000), dryRun: false };
      await restoreObjects(client, options);
      const wanted = ['a', 'a1', 'b'].flatMap((key) => {
        const former = history.findLast((each) => each.key === key && each.second <= at);
        const now = history.findLast((each) => each.key === key);
        return former === undefined || former.isMarker || former === now ? [] : [`${key} ${former.id}`];
      });
      expect(copied.sort()).toEqual(wanted);
    }),
    { numRuns: 60 },
  );
});

it('leaves alone what was deleted after it was written in the same second, and came again since', async () => {
  const history = [
    { key: 'a', id: 'written', second: 1, isMarker: false },
    { key: 'a', id: 'deleted', second: 1, isMarker: true },
    { key: 'a', id: 'anew', second: 5, isMarker: false },
  ];
  const { client, copied } = bucketOf(history);
  const options = { bucket: 'uploads', prefix: 'a', at: new Date(2000), dryRun: false };
  expect(await restoreObjects(client, options)).toEqual({ back: [], same: 0, since: 1 });
  expect(copied).toEqual([]);
});
