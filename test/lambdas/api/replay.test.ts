import { beforeAll, describe, expect, it } from 'vitest';
import { startLocalServer } from '#platform/local/http-server.ts';
import { type Asked, openTestApi, schemaText, type TestApi } from './api-flight.ts';
import { onSighting, rows, schema } from './rows.ts';

let api: TestApi;
let serverUrl: string;
beforeAll(async () => {
  api = await openTestApi();
  api.cloud.answer('workflows.start', 'started');
  api.cloud.answer('workflows.redrive', 'redriven');
  const homeDir = process.env['UMBEL_HOME'] ?? '';
  const { objects } = api.cloud.platform;
  const server = await startLocalServer({
    port: 0,
    homeDir,
    objects: objects as never,
    consoleDir: homeDir,
    schemaText,
    invoke: () => Promise.reject(new Error('asked past the test')),
    onError: (error) => api.hidden.push(error),
  });
  serverUrl = server.url;
  return () => server.close();
});

const done: string[] = [];

/** A change by an administrator, made twice with one key, and once more with another content. */
async function twice(field: string, input: object, selection: string, other: object): Promise<Asked> {
  done.push(field);
  const type = String(schema.getMutationType()?.getFields()[field]?.args[0]?.type);
  const ask = (more: object) =>
    api.ask(
      `mutation ($input: ${type}) { ${field}(input: $input) ${selection} }`,
      { input: { ...input, ...more, idempotencyKey: `replay-${field}` } },
      { role: 'admin' },
    );
  const first = await ask({});
  expect(first.errors, field).toBeUndefined();
  expect(await ask({}), field).toEqual(first);
  const reused = await ask(other);
  expect(reused.errors?.[0]?.extensions.errorInfo.code, field).toBe('api.key-reused');
  return first;
}

const countOf = async (items: AsyncIterable<unknown>) => {
  let count = 0;
  for await (const _ of items) count++;
  return count;
};

describe('a change that is sent twice', () => {
  it('of answers counts once', async () => {
    const [tileId, second] = api.waiting as [string, string];
    const { labels } = api.cloud.platform.tables;
    const given = await twice('labelTile', { tileId, answer: 'HOGWEED' }, '{ version label { labelId } }', {
      answer: 'UNSURE',
    });
    const { label } = (given.data?.['labelTile'] ?? {}) as { label: { labelId: string } };
    expect(await countOf(labels.list(api.flightId))).toBe(1);
    await twice(
      'labelTiles',
      { tileIds: [second], answer: 'HOGWEED', sampleTileIds: [tileId] },
      '{ labelled observedPrecision }',
      { answer: 'UNSURE' },
    );
    expect(await countOf(labels.list(api.flightId))).toBe(2);
    await twice('withdrawLabel', { tileId, labelId: label.labelId }, '{ version }', {
      labelId: '0'.repeat(20),
    });
    expect(await countOf(labels.list(api.flightId))).toBe(3);
    await twice('holdReviewTiles', { tileIds: [tileId] }, '{ held until }', { tileIds: [second] });
  });

  it('of marks counts once', async () => {
    const mark = { ...onSighting(api), kind: 'TREATED', date: '2026-01-05' };
    const marked = await twice('markSighting', mark, '{ version mark { markId } }', { kind: 'GONE' });
    const { mark: made } = (marked.data?.['markSighting'] ?? {}) as { mark: { markId: string } };
    await twice('withdrawMark', { ...onSighting(api), markId: made.markId }, '{ version }', {
      markId: '0'.repeat(20),
    });
    expect(await countOf(api.cloud.platform.tables.fieldMarks.list(api.flightId))).toBe(2);
  });

  it('of uploads counts once', async () => {
    const flightId = 'replay-1';
    const files = [
      { name: 'a.jpg', sizeBytes: 5 },
      { name: 'big.tif', sizeBytes: 17 * 1024 ** 2 },
    ];
    const asked = await twice(
      'requestUpload',
      { flightId, files },
      '{ expiresAt tickets { name url uploadId parts { number toByte fromByte url } } }',
      { files: [{ name: 'a.jpg', sizeBytes: 6 }] },
    );
    const { tickets } = (asked.data?.['requestUpload'] ?? {}) as unknown as {
      tickets: {
        url: string;
        uploadId: string;
        parts: { number: number; fromByte: number; toByte: number; url: string }[];
      }[];
    };
    const sent = await fetch(serverUrl + tickets[0]!.url, {
      method: 'PUT',
      body: '12345',
      headers: { 'content-type': 'image/jpeg' },
    });
    expect(sent.status).toBe(200);
    const parts: { number: number; etag: string }[] = [];
    for (const { number, fromByte, toByte, url } of tickets[1]!.parts) {
      const answer = await fetch(serverUrl + url, { method: 'PUT', body: new Uint8Array(toByte - fromByte) });
      parts.push({ number, etag: answer.headers.get('etag') ?? '' });
    }
    const { uploadId } = tickets[1]!;
    await twice('completeUpload', { flightId, name: 'big.tif', uploadId, parts }, '{ name sizeBytes }', {
      name: 'other.tif',
    });
    const photos = [{ name: 'a.jpg', sizeBytes: 5, sha256: 'a'.repeat(64) }];
    const page = { flightId, listId: 'a'.repeat(64), page: 0, photos };
    await twice('listFlightFiles', page, '{ files }', { photos: [] });
    await twice('commitFlight', { flightId, photos }, '{ photos }', { title: 'Another' });
    const manifest = { schema: 'umbel.flight/1', flightId } as const;
    await api.cloud.platform.tables.flights.putFlight({ flightId, manifest, photos: 1, latestRunId: '' });
    const mended = { flightId, name: 'a.jpg', sizeBytes: 5, sha256: 'b'.repeat(64) };
    await twice('replacePhoto', mended, '{ name }', { sha256: 'c'.repeat(64) });
  });

  it('of runs counts once', async () => {
    const { flightId } = api;
    const { tables } = api.cloud.platform;
    await twice('startRun', { flightId }, '{ runId started }', { modelId: api.models[1] });
    const { latestRunId } = (await tables.flights.getFlight(flightId))!;
    const record = (await tables.flights.getRun(flightId, latestRunId))!;
    await tables.flights.putRun({ ...record, status: 'failed' });
    await twice('redriveRun', { flightId }, '{ runId outcome }', { flightId: 'replay-1' });
    await tables.flights.putRun(record);
    expect(api.cloud.calls.filter(({ method }) => method === 'workflows.start')).toHaveLength(1);
    expect(api.cloud.calls.filter(({ method }) => method === 'workflows.redrive')).toHaveLength(1);
    const { version } = await tables.flights.getState(flightId);
    await twice(
      'saveThreshold',
      { flightId, threshold: 0.7, expectedVersion: version },
      '{ version threshold }',
      { threshold: 0.8 },
    );
    expect((await tables.flights.getState(flightId)).version).toBe(version + 1);
  });

  it('of models and exports counts once', async () => {
    const { models, flightId } = api;
    await twice('promoteModel', { modelId: models[1], reason: 'better' }, '{ promotionId modelId }', {
      reason: 'worse',
    });
    await twice('rollbackModel', { reason: 'worse after all' }, '{ promotionId modelId }', {
      reason: 'other',
    });
    const asked = await api.ask('{ promotions { version items { modelId } } }');
    expect(asked.data?.['promotions']).toMatchObject({
      version: 5,
      items: [{ modelId: models[0] }, { modelId: models[1] }, { modelId: models[0] }],
    });
    await twice('makeExport', { flightId, format: 'CSV' }, '{ name url expiresAt }', { format: 'GPX' });
  });

  it('is one of all that the schema has', () => {
    const mutations = rows.flatMap(({ field }) => (field.startsWith('Mutation.') ? [field.slice(9)] : []));
    expect(done.toSorted()).toEqual(mutations.toSorted());
    expect(api.hidden).toEqual([]);
  });
});
