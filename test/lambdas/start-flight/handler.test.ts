import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { emptyHead } from '#core/registry/head.ts';
import { invoke, type LocalPlatform, openTestPlatform } from '../local-platform.ts';

interface Started {
  readonly runId: string;
  readonly outcome: string;
}

let cloud: LocalPlatform;
let start: (event: unknown) => Promise<Started>;
beforeAll(async () => {
  cloud = await openTestPlatform();
  const { handler } = await import('#lambdas/start-flight/handler.ts');
  start = (event) => invoke(handler, event);
});
beforeEach(async () => {
  cloud.calls.length = 0;
  cloud.answer('workflows.start', 'started');
  await putManifest('meadow-1');
});

const putManifest = (flightId: string, more: object = {}) =>
  cloud.put(
    'uploads',
    `flights/${flightId}/flight.json`,
    JSON.stringify({ schema: 'umbel.flight/1', flightId, photos: [], ...more }),
  );
const created = (key: string) => ({
  version: '0',
  id: 'event-1',
  'detail-type': 'Object Created',
  source: 'aws.s3',
  detail: { bucket: { name: 'umbel-uploads' }, object: { key, size: 10, etag: 'x' }, reason: 'PutObject' },
});
const asked = (request: object = {}) => ({ flightId: 'meadow-1', request });
const inputs = () =>
  cloud.calls.filter(({ method }) => method === 'workflows.start').map(({ parameters }) => parameters);

describe('a flight whose manifest has arrived', () => {
  it('is started, with the manifest pinned by its content', async () => {
    const { runId, outcome } = await start(created('flights/meadow-1/flight.json'));
    expect(runId).toMatch(/^meadow-1-[0-9a-f]{12}$/);
    expect(outcome).toBe('started');
    expect(inputs()).toEqual([
      {
        workflowArn: expect.stringMatching(/^arn:.*stateMachine:umbel-flight$/),
        name: runId,
        input: {
          runId,
          flightId: 'meadow-1',
          manifest: {
            bucket: 'umbel-uploads',
            key: 'flights/meadow-1/flight.json',
            sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          },
          request: { attempt: 1 },
        },
      },
    ]);
  });

  it('has the same run however often and in whatever way it is asked for', async () => {
    const first = await start(created('flights/meadow-1/flight.json'));
    cloud.answer('workflows.start', 'already-exists');
    const again = [
      await start(created('flights/meadow-1/flight.json')),
      await start(asked()),
      await start(asked({ attempt: 1 })),
    ];
    expect(again).toEqual([1, 2, 3].map(() => ({ runId: first.runId, outcome: 'already-exists' })));
  });

  it('has another run for another manifest, model, tiling, folder or attempt', async () => {
    const runIds = [(await start(asked())).runId];
    for (const request of [
      { tiling: { grid: [2, 3] } },
      { tiling: { grid: [3, 2] } },
      { modelId: 'meadow-000000000001' },
      { folderDigest: 'x' },
      { attempt: 2 },
    ])
      runIds.push((await start(asked(request))).runId);
    await putManifest('meadow-1', { title: 'Another' });
    runIds.push((await start(asked())).runId);
    expect(new Set(runIds).size).toBe(runIds.length);
  });

  it('runs with the model in production, and with another one as soon as that is promoted', async () => {
    const before = await start(asked());
    const head = { ...emptyHead, version: 1, production: 'meadow-000000000001' };
    await cloud.platform.tables.models.putHead(head);
    const after = await start(asked());
    expect(after.runId).not.toBe(before.runId);
    expect(inputs().at(-1)).toMatchObject({ input: { request: { modelId: 'meadow-000000000001' } } });
    expect((await start(asked({ modelId: 'meadow-000000000001' }))).runId).toBe(after.runId);
    await cloud.platform.tables.models.putHead({ ...head, version: 2, production: null });
  });
});

describe('a flight that cannot be started', () => {
  it('because its manifest names another flight is refused', async () => {
    await cloud.put(
      'uploads',
      'flights/other/flight.json',
      '{"schema":"umbel.flight/1","flightId":"meadow-1"}',
    );
    await expect(start(created('flights/other/flight.json'))).rejects.toMatchObject({
      code: 'flight.id-mismatch',
      message: 'The flight.json under flights/other/ says that it is the flight meadow-1.',
    });
    expect(inputs()).toEqual([]);
  });

  it.each<[string, unknown, object]>([
    ['its manifest is not there', { flightId: 'nothing', request: {} }, { code: 'object.not-found' }],
    ['its key is none of a flight', created('elsewhere/flight.json'), { code: 'flight.key-invalid' }],
    ['its id is none', { flightId: '../meadow', request: {} }, { name: 'ParseError' }],
    [
      'its tiling is none',
      { flightId: 'meadow-1', request: { tiling: { grid: [0, 1] } } },
      { name: 'ParseError' },
    ],
    [
      'the request has an unknown field',
      { flightId: 'meadow-1', request: { speed: 9 } },
      { name: 'ParseError' },
    ],
    ['the event is another one', { 'detail-type': 'Object Deleted', detail: {} }, { name: 'ParseError' }],
  ])('because %s is refused', async (_, event, error) => {
    await expect(start(event)).rejects.toMatchObject(error);
    expect(inputs()).toEqual([]);
  });

  it('because its manifest is damaged is refused by file and field', async () => {
    await cloud.put(
      'uploads',
      'flights/broken/flight.json',
      '{"schema":"umbel.flight/1","flightId":"broken","photos":7}',
    );
    await expect(start({ flightId: 'broken', request: {} })).rejects.toMatchObject({
      code: 'flight.manifest-invalid',
      message: expect.stringContaining('flights/broken/flight.json is not a flight manifest: photos'),
    });
  });
});
