import { SFNClient } from '@aws-sdk/client-sfn';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { redriveFlight } from '#cli/redrive/redrive-flight.ts';
import { s3ObjectStore } from '#platform/aws/object-store.ts';
import { type FakeService, startFakeService } from '../../platform/aws/fake-service.ts';
import { type FakeS3, startFakeS3 } from '../../platform/aws/fake-s3.ts';
import { fakeTables, sampleRun } from '../aws/fake-runs.ts';

let service: FakeService;
let fakeS3: FakeS3;

beforeAll(async () => {
  service = await startFakeService();
  fakeS3 = await startFakeS3();
});
beforeEach(() => {
  service.calls.length = 0;
  fakeS3.calls.length = 0;
});
afterAll(async () => {
  await service.close();
  await fakeS3.close();
});

function parts(runs: Parameters<typeof fakeTables>[0]) {
  const s3 = new S3Client({ ...service.config, endpoint: fakeS3.endpoint, forcePathStyle: true });
  return {
    objects: s3ObjectStore(s3),
    tables: fakeTables(runs),
    workflows: new SFNClient(service.config),
    workflowArn: 'arn:aws:states:eu-north-1:1:stateMachine:umbel-flight',
    uploadsBucket: 'up',
  };
}

describe('redriveFlight', () => {
  it('continues a failed run', async () => {
    service.answer = ({ operation }) =>
      operation === 'DescribeExecution' ? { status: 'FAILED', redriveStatus: 'REDRIVABLE' } : { mapRuns: [] };
    expect(await redriveFlight(parts([sampleRun()]), 'f1')).toMatchObject({ outcome: 'redriven' });
    expect(service.calls.at(-1)).toEqual({
      operation: 'RedriveExecution',
      input: expect.objectContaining({
        executionArn: 'arn:aws:states:eu-north-1:1:execution:umbel-flight:f1-0123456789ab',
      }) as unknown,
    });
  });

  it.each([
    ['RUNNING', 'run.running'],
    ['SUCCEEDED', 'run.succeeded'],
    ['FAILED', 'run.not-redrivable'],
  ])('refuses one that is %s with %s', async (status, code) => {
    service.answer = ({ operation }) =>
      operation === 'DescribeExecution' ? { status, redriveStatus: 'NOT_REDRIVABLE' } : { mapRuns: [] };
    await expect(redriveFlight(parts([sampleRun()]), 'f1')).rejects.toMatchObject({ code, kind: 'conflict' });
    expect(service.calls.map(({ operation }) => operation)).not.toContain('RedriveExecution');
  });

  it('announces a manifest again that never became a run', async () => {
    const wired = parts([]);
    await wired.objects.put({ bucket: 'up', key: 'flights/f1/flight.json' }, '{}', 'application/json');
    expect(await redriveFlight(wired, 'f1')).toMatchObject({ outcome: 'announced', runId: null });
    expect(fakeS3.calls.at(-1)).toBe('PUT flights/f1/flight.json');
  });

  it('says of a flight without a manifest that it is not there', async () => {
    await expect(redriveFlight(parts([]), 'f2')).rejects.toMatchObject({ code: 'flight.not-found' });
  });
});
