import { SFNClient } from '@aws-sdk/client-sfn';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { describeStatus } from '#cli/status/describe-status.ts';
import { flightStatus } from '#cli/status/flight-status.ts';
import { fileObjectStore } from '#platform/local/object-store.ts';
import { type FakeService, startFakeService } from '../../platform/aws/fake-service.ts';
import { fakeTables, sampleRun } from '../aws/fake-runs.ts';

const workflowArn = 'arn:aws:states:eu-north-1:111122223333:stateMachine:umbel-flight';
const dir = mkdtempSync(path.join(tmpdir(), 'umbel-status-'));
const objects = fileObjectStore(dir);
let service: FakeService;

beforeAll(async () => {
  service = await startFakeService();
  await objects.put({ bucket: 'up', key: 'flights/f1/a.jpg' }, 'photo', 'image/jpeg');
  await objects.put({ bucket: 'up', key: 'flights/f10/a.jpg' }, 'of another flight', 'image/jpeg');
});
beforeEach(() => {
  service.calls.length = 0;
});
afterAll(async () => {
  await service.close();
  rmSync(dir, { recursive: true, force: true });
});

function parts(runs: Parameters<typeof fakeTables>[0]) {
  const workflows = new SFNClient(service.config);
  return { objects, uploadsBucket: 'up', tables: fakeTables(runs), workflows, workflowArn };
}

describe('flightStatus', () => {
  it('says of an upload that its manifest is missing', async () => {
    const status = await flightStatus(parts([]), 'f1');
    expect(status).toMatchObject({ uploaded: { files: 1, sizeBytes: 5, complete: false }, runs: [] });
    expect(describeStatus(status)).toContain('1 file, 0 MB, not complete: flight.json is missing');
  });

  it('knows no flight of which there is nothing', async () => {
    await expect(flightStatus(parts([]), 'f2')).rejects.toMatchObject({
      code: 'flight.not-found',
      message: expect.stringContaining('f2') as string,
    });
  });

  it('says how many photos each map has done', async () => {
    await objects.put({ bucket: 'up', key: 'flights/f1/flight.json' }, '{}', 'application/json');
    const counts = { total: 40, succeeded: 20, running: 15, pending: 4, failed: 1, timedOut: 0, aborted: 0 };
    service.answer = ({ operation }) => {
      if (operation === 'DescribeExecution') return { status: 'RUNNING', startDate: 1 };
      if (operation === 'ListMapRuns')
        return { mapRuns: [{ mapRunArn: 'arn:aws:states:eu-north-1:1:mapRun:umbel-flight/TilePhotos:x' }] };
      return { itemCounts: counts };
    };
    const status = await flightStatus(parts([sampleRun()]), 'f1');
    expect(service.calls[0]?.input).toEqual({
      executionArn: 'arn:aws:states:eu-north-1:111122223333:execution:umbel-flight:f1-0123456789ab',
    });
    expect(describeStatus(status)).toContain('20 of 40 tiled, 15 in hand, 4 waiting, 1 failed');
    expect(status.uploaded.complete).toBe(true);
  });

  it('says that a run was stopped from outside, and how to go on', async () => {
    service.answer = ({ operation }) =>
      operation === 'DescribeExecution'
        ? { status: 'ABORTED', redriveStatus: 'REDRIVABLE', error: 'stopped', cause: 'by hand' }
        : { mapRuns: [] };
    const text = describeStatus(await flightStatus(parts([sampleRun()]), 'f1'));
    expect(text).toContain('aborted');
    expect(text).toContain('stopped: by hand');
    expect(text).toContain('umbel redrive f1');
  });

  it('manages without an execution that AWS has forgotten', async () => {
    service.answer = 'ExecutionDoesNotExist';
    const status = await flightStatus(parts([sampleRun({ status: 'failed' })]), 'f1');
    expect(status.runs[0]).toMatchObject({ status: 'failed', execution: null });
  });
});
