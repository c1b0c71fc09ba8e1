import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { hash } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { canonicalJson } from '#core/canonical-json.ts';
import type { RunStatus } from '#core/flight/run-record.ts';
import type { RunEntry } from '#core/registry/run-entry.ts';
import { openDocumentClient } from '#platform/tables/document-client.ts';
import { type LocalPlatform, openTestPlatform } from '../local-platform.ts';
import { askThrough, type Asked, type TestApi } from './api-flight.ts';

let cloud: LocalPlatform;
let ask: TestApi['ask'];
let keys = 0;
const hidden: unknown[] = [];
const [flightId, runId] = ['meadow-9', 'meadow-9-0123456789ab'];

const redriveIt = `mutation ($input: RedriveRunInput!) { redriveRun(input: $input) { flightId runId outcome } }`;
const redrive = (more: object = {}): Promise<Asked> =>
  ask(
    redriveIt,
    { input: { flightId, idempotencyKey: `redrive-key-${++keys}`, ...more } },
    { role: 'operator' },
  );
const codeOf = ({ errors }: Asked) => errors?.[0]?.extensions.errorInfo.code;
const asked = (method: string) => cloud.calls.filter((call) => call.method === method);

async function runIs(status: RunStatus): Promise<void> {
  await cloud.platform.tables.flights.putRun({
    flightId,
    runId,
    status,
    modelId: null,
    startedAt: '2026-07-14T10:00:00Z',
    photos: 3,
  });
}

async function auditLog(): Promise<RunEntry[]> {
  const { Items = [] } = await openDocumentClient().send(
    new QueryCommand({
      TableName: 'umbel-audit',
      KeyConditionExpression: '#log = :log',
      ExpressionAttributeNames: { '#log': 'log' },
      ExpressionAttributeValues: { ':log': 'runs' },
    }),
  );
  return Items.map(({ entry: _key, ...entry }) => entry as RunEntry);
}

beforeAll(async () => {
  cloud = await openTestPlatform();
  const { handler } = await import('#lambdas/api/handler.ts');
  ask = askThrough(handler as never, hidden);
  await cloud.platform.tables.flights.putFlight({
    flightId,
    manifest: { schema: 'umbel.flight/1', flightId },
    photos: 3,
    latestRunId: runId,
    startedAt: '2026-07-14T10:00:00Z',
  });
});

beforeEach(() => {
  cloud.calls.length = 0;
});

describe('a failed run', () => {
  it('goes on where it can, once for each key, and the audit log says who asked', async () => {
    await runIs('failed');
    cloud.answer('workflows.redrive', 'redriven');
    const idempotencyKey = 'the-same-key';
    const first = await redrive({ idempotencyKey });
    expect(first.data).toEqual({ redriveRun: { flightId, runId, outcome: 'CONTINUED' } });
    expect(await redrive({ idempotencyKey })).toEqual(first);
    expect(asked('workflows.redrive')).toMatchObject([{ parameters: { name: runId } }]);
    expect(await auditLog()).toMatchObject([
      { number: 1, action: 'redriven', flightId, runId, by: 'operator person', before: '0'.repeat(64) },
    ]);
  });

  it('that can go on no more is done in a new run', async () => {
    await runIs('failed');
    await cloud.put(
      'uploads',
      `flights/${flightId}/flight.json`,
      JSON.stringify({ schema: 'umbel.flight/1', flightId }),
    );
    cloud.answer('workflows.redrive', 'over');
    cloud.answer('workflows.start', 'started');
    const answer = await redrive();
    const [start] = asked('workflows.start');
    expect(answer.data).toEqual({
      redriveRun: { flightId, runId: start?.parameters['name'], outcome: 'NEW_RUN' },
    });
    expect(start?.parameters['name']).not.toBe(runId);
  });

  it('that is at work again, or has succeeded, is left alone', async () => {
    await runIs('failed');
    cloud.answer('workflows.redrive', 'running');
    expect(codeOf(await redrive())).toBe('run.running');
    cloud.answer('workflows.redrive', 'succeeded');
    expect(codeOf(await redrive())).toBe('run.succeeded');
    await runIs('succeeded');
    cloud.calls.length = 0;
    const refused = await redrive();
    expect(codeOf(refused)).toBe('run.succeeded');
    expect(refused.errors?.[0]?.extensions.errorInfo.params).toEqual({ flightId, runId });
    expect(cloud.calls).toEqual([]);
  });

  it('that is cut off but not known to have failed goes on too', async () => {
    await runIs('running');
    cloud.answer('workflows.redrive', 'redriven');
    expect((await redrive()).data).toMatchObject({ redriveRun: { outcome: 'CONTINUED' } });
  });

  it('of a flight that is not there cannot', async () => {
    expect(codeOf(await redrive({ flightId: 'nowhere' }))).toBe('flight.not-found');
  });

  it('asked for by ten people at once stands ten times in one unbroken log', async () => {
    await runIs('failed');
    cloud.answer('workflows.redrive', 'redriven');
    const former = (await auditLog()).length;
    const answers = await Promise.all(Array.from({ length: 10 }, () => redrive()));
    expect(answers.filter(({ errors }) => errors !== undefined)).toEqual([]);
    const log = await auditLog();
    expect(log).toHaveLength(former + 10);
    log.forEach(({ hash: own, ...entry }, i) => {
      expect(entry.number).toBe(i + 1);
      expect(entry.before).toBe(log[i - 1]?.hash ?? '0'.repeat(64));
      expect(own).toBe(hash('sha256', canonicalJson(entry)));
    });
    expect(hidden).toEqual([]);
  });
});
