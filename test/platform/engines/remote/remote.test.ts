import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { serve } from '#containers/inference/serve.ts';
import { savePackage } from '#containers/training/save-package.ts';
import type { MadePackage } from '#containers/training/make-package.ts';
import { type DriverFactory, type LoadedPackage, scoreBatch } from '#core/model/driver.ts';
import type { ModelManifest } from '#core/model/package.ts';
import { remoteSchema } from '#core/model/remote.ts';
import { openOnnxDriver } from '#platform/engines/onnx.ts';
import { openEnginePool } from '#platform/engines/pool.ts';
import { createRemoteDriver, openRemoteDriver } from '#platform/engines/remote/remote.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { describeScoring } from '../driver-contract.ts';
import { randomTiles, tinyPackage, withManifest } from '../tiny-package.ts';
import { type ModelServer, startModelServer } from './model-server.ts';

let tiny: MadePackage;
let server: ModelServer;
/** Our own container in serve mode, with the same package. */
let container = '';
const stop = new AbortController();
let serving: Promise<void>;
beforeAll(async () => {
  tiny = await tinyPackage();
  server = await startModelServer(tiny, () => `${container}/invocations`);
  const dir = temporaryFolder();
  await savePackage(dir, tiny);
  const printed = Promise.withResolvers<string>();
  vi.spyOn(console, 'log').mockImplementation(printed.resolve);
  serving = serve({ port: 0, signal: stop.signal, modelDir: dir });
  const { port } = JSON.parse(await printed.promise) as { port: number };
  container = `http://127.0.0.1:${port}`;
});
beforeEach(() => {
  vi.stubEnv('UMBEL_REMOTE_ALLOW', '127.0.0.1, localhost');
  server.requests.length = 0;
  server.busiest = 0;
  server.delayMs = 0;
  server.instead = undefined;
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  stop.abort();
  await Promise.all([server.close(), serving]);
  vi.restoreAllMocks();
});

const tfServing = (more = {}) => ({ protocol: 'tf-serving', url: server.url, model: 'tiny', ...more });
const kserve = (more = {}) => ({ protocol: 'kserve-v2', url: `${server.url}/`, model: 'tiny', ...more });

/** The package as one whose model runs elsewhere. */
function elsewhere(
  loaded: LoadedPackage,
  remote: object,
  change: Partial<ModelManifest> = {},
): LoadedPackage {
  return withManifest(loaded, ({ weights: _weights, ...manifest }) => ({
    ...manifest,
    engine: 'remote',
    remote: remoteSchema.parse(remote),
    ...change,
  }));
}
const opener =
  (remote: () => object): DriverFactory =>
  (loaded, options) =>
    openRemoteDriver(elsewhere(loaded, remote()), options);

describe('TensorFlow Serving REST v1', () => {
  describeScoring(
    'remote',
    opener(() => tfServing()),
  );
});
describe('Open Inference Protocol v2', () => {
  describeScoring(
    'remote',
    opener(() => kserve()),
  );
});
describe('Open Inference Protocol v2 with binary tensors', () => {
  describeScoring(
    'remote',
    opener(() => kserve({ binary: true })),
  );

  it('sends the pixels as they are', async () => {
    const driver = await openRemoteDriver(elsewhere(tiny, kserve({ binary: true })), {});
    const batch = randomTiles(4, 1);
    await scoreBatch(driver, batch);
    const { headers } = server.requests[0]!;
    const json = Number(headers['inference-header-content-length']);
    expect(Number(headers['content-length']) - json).toBe(batch.pixels.length);
    await driver.dispose();
  });
});

/** SageMaker's refusal by name. */
function refuse(name: string, status: number): ModelServer['instead'] {
  return (_request, response) => {
    response.writeHead(status, { 'x-amzn-errortype': name, 'content-type': 'application/json' });
    return Boolean(response.end(JSON.stringify({ message: 'as it says' })));
  };
}

describe('the own container, which gives confidences', () => {
  const confidences = {
    output: { name: 'predictions', kind: 'probability', hogweedIndex: 0 },
    calibration: { temperature: 1, bias: 0 },
  } as const;

  async function differenceTo(remote: object): Promise<number> {
    const batch = randomTiles(5, 7);
    const reference = await openOnnxDriver(tiny, {});
    const driver = await openRemoteDriver(elsewhere(tiny, remote, confidences), {});
    const [want, got] = [await scoreBatch(reference, batch), await scoreBatch(driver, batch)];
    await Promise.all([driver.dispose(), reference.dispose()]);
    return want.confidences.reduce(
      (worst, value, i) => Math.max(worst, Math.abs(value - got.confidences[i]!)),
      0,
    );
  }

  it('is asked in serve mode', async () => {
    expect(await differenceTo({ protocol: 'pictures', url: container })).toBeLessThanOrEqual(1e-4);
  });

  it('is asked behind SageMaker, through the SDK', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME', server.url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    const remote = { protocol: 'sagemaker', endpointName: 'tiny', region: 'eu-north-1' };
    expect(await differenceTo(remote)).toBeLessThanOrEqual(1e-4);
    expect(server.requests[0]).toMatchObject({
      path: '/endpoints/tiny/invocations',
      headers: { authorization: expect.stringContaining('/eu-north-1/sagemaker/aws4_request') },
    });
  });

  it('waits for a throttled endpoint, and says what SageMaker said of a failed model', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME', server.url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'key');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    const { manifest } = elsewhere(
      tiny,
      { protocol: 'sagemaker', endpointName: 'tiny', region: 'eu-north-1', attempts: 3 },
      confidences,
    );
    const driver = createRemoteDriver(manifest, manifest.remote!, { wait: async () => undefined });
    server.instead = refuse('ThrottlingException', 400);
    await expect(scoreBatch(driver, randomTiles(1, 1))).rejects.toMatchObject({ code: 'remote.busy' });
    expect(server.requests).toHaveLength(3);
    server.instead = refuse('ModelError', 424);
    await expect(scoreBatch(driver, randomTiles(1, 1))).rejects.toMatchObject({
      code: 'remote.failed',
      message: expect.stringContaining('as it says'),
    });
    server.instead = refuse('ValidationError', 400);
    await expect(scoreBatch(driver, randomTiles(1, 1))).rejects.toMatchObject({ code: 'remote.refused' });
    expect(server.requests).toHaveLength(5);
    await driver.dispose();
  });
});

describe('a pool on a remote model', () => {
  it('keeps several requests under way from one thread, and gives the scores in order', async () => {
    const loaded = elsewhere(tiny, tfServing({ inFlight: 3 }));
    server.delayMs = 100;
    const pools = await Promise.all([
      openEnginePool(loaded, { workers: 1, batchSize: 2 }),
      openEnginePool(tiny, { workers: 1, batchSize: 2 }),
    ]);
    const [remote, local] = await Promise.all(pools.map((pool) => pool.score(randomTiles(13, 5))));
    expect(pools[0].engine).toBe('remote');
    expect(server.requests).toHaveLength(7);
    expect(server.busiest).toBeGreaterThan(1);
    expect(server.busiest).toBeLessThanOrEqual(3);
    remote!.confidences.forEach((value, i) => expect(value).toBeCloseTo(local!.confidences[i]!, 4));
    await Promise.all(pools.map((pool) => pool.close()));
  });
});

/** A driver that does not really wait, and the waits that it wanted. */
function impatient(remote: object): { driver: ReturnType<typeof createRemoteDriver>; waits: number[] } {
  const { manifest } = elsewhere(tiny, remote);
  const waits: number[] = [];
  const wait = async (ms: number) => waits.push(ms);
  return { driver: createRemoteDriver(manifest, manifest.remote!, { wait, random: () => 1 }), waits };
}

function answerWith(status: number, body = '', headers = {}): NonNullable<ModelServer['instead']> {
  return (_request, response) => Boolean(response.writeHead(status, headers).end(body));
}

describe('a server that is busy', () => {
  it('is asked again, later each time, until it answers', async () => {
    const { driver, waits } = impatient(tfServing());
    server.instead = (request, response, count) => count <= 3 && answerWith(503)(request, response, count);
    const { confidences } = await scoreBatch(driver, randomTiles(2, 1));
    expect(confidences).toHaveLength(2);
    expect(waits).toEqual([250, 500, 1000]);
    await driver.dispose();
  });

  it('is given the time that it asks for', async () => {
    const { driver, waits } = impatient(tfServing({ attempts: 2 }));
    server.instead = answerWith(429, 'slow down', { 'retry-after': '7' });
    await expect(scoreBatch(driver, randomTiles(1, 1))).rejects.toMatchObject({
      code: 'remote.busy',
      kind: 'try-again',
      message: expect.stringContaining('status 429, slow down'),
    });
    expect(waits).toEqual([7000]);
    await driver.dispose();
  });

  it('is never given more batches at once than the package allows', async () => {
    const { driver } = impatient(tfServing({ inFlight: 2 }));
    const held: (() => void)[] = [];
    server.instead = (_request, response) => {
      held.push(() => response.end('{"predictions":[{"logit":[0],"location":[0.5,0.5]}]}'));
      return true;
    };
    const scores = Array.from({ length: 6 }, () => scoreBatch(driver, randomTiles(1, 1)));
    for (let answered = 0; answered < 6; answered++) {
      await vi.waitFor(() => expect(held.length).toBeGreaterThan(answered));
      expect(held.length - answered).toBeLessThanOrEqual(2);
      held[answered]!();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(await Promise.all(scores)).toHaveLength(6);
    expect(server.busiest).toBe(2);
    await driver.dispose();
  });
});

describe('a server that does not answer', () => {
  it('is given up after the time of the package, as often as the package says', async () => {
    const { driver } = impatient(tfServing({ timeoutMs: 100, attempts: 2 }));
    server.instead = () => true;
    await expect(scoreBatch(driver, randomTiles(1, 1))).rejects.toMatchObject({
      code: 'remote.timeout',
      kind: 'try-again',
      message: expect.stringContaining('no answer within 100 ms'),
    });
    expect(server.requests).toHaveLength(2);
    await driver.dispose();
  });

  it('is asked again when the connection breaks', async () => {
    const { driver } = impatient(tfServing());
    server.instead = (request, _response, count) => {
      if (count < 3) request.socket.destroy();
      return count < 3;
    };
    await scoreBatch(driver, randomTiles(1, 1));
    expect(server.requests).toHaveLength(3);
    await driver.dispose();
  });

  it('is told by its address when nobody listens', async () => {
    const { driver, waits } = impatient(tfServing({ url: 'http://127.0.0.1:9', attempts: 3 }));
    await expect(scoreBatch(driver, randomTiles(1, 1))).rejects.toMatchObject({
      code: 'remote.unreachable',
      message: expect.stringContaining('http://127.0.0.1:9/v1/models/tiny:predict'),
    });
    expect(waits).toHaveLength(2);
    await driver.dispose();
  });
});

describe('an answer that will not be another one', () => {
  it.each<[string, number, string, string]>([
    ['an unknown model', 404, 'remote.refused', 'Could not find'],
    ['no rights', 403, 'remote.refused', 'status 403'],
    ['a failing model', 500, 'remote.failed', 'out of memory'],
    ['a redirect', 307, 'remote.refused', 'a redirect, which is not followed'],
  ])('is not asked for twice: %s', async (_name, status, code, message) => {
    const { driver } = impatient(tfServing());
    server.instead = answerWith(status, status === 404 ? 'Could not find it' : 'out of memory', {
      location: '/other',
    });
    await expect(scoreBatch(driver, randomTiles(1, 1))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message),
    });
    expect(server.requests).toHaveLength(1);
    await driver.dispose();
  });

  const row = '{"logit":[1],"location":[0.5,0.5]}';
  it.each<[string, string, string, string]>([
    ['no JSON', '<html>', 'remote.answer-invalid', 'not JSON'],
    ['nothing', '', 'remote.answer-invalid', 'not JSON'],
    ['another protocol', '{"outputs":[]}', 'remote.answer-invalid', 'not as the protocol has it'],
    ['too few rows', `{"predictions":[${row}]}`, 'remote.answer-invalid', '1 rows for 2 tiles'],
    [
      'rows of different lengths',
      `{"predictions":[${row},{"logit":[1,2],"location":[0,0]}]}`,
      'remote.answer-invalid',
      'row 1',
    ],
    [
      'another output',
      '{"predictions":[{"boxes":[1]},{"boxes":[1]}]}',
      'remote.answer-invalid',
      'it has boxes',
    ],
    [
      'boxes',
      '{"predictions":[[[1,2],[3,4]],[[1,2],[3,4]]]}',
      'remote.answer-invalid',
      'one row of numbers a tile',
    ],
    ['a bare NaN', `{"predictions":[${row},{"logit":[NaN],"location":[0,0]}]}`, 'model.nan', 'not a number'],
    ['null', `{"predictions":[${row},{"logit":[null],"location":[0,0]}]}`, 'model.nan', 'tile 1'],
    [
      'a place that is no number',
      `{"predictions":[${row},{"logit":[1],"location":[null,0]}]}`,
      'model.nan',
      'tile 1',
    ],
  ])('is refused by what is wrong with it: %s', async (_name, body, code, message) => {
    const { driver } = impatient(tfServing());
    server.instead = answerWith(200, body);
    await expect(scoreBatch(driver, randomTiles(2, 1))).rejects.toMatchObject({
      code,
      kind: 'configuration',
      message: expect.stringContaining(message),
    });
    expect(server.requests).toHaveLength(1);
    await driver.dispose();
  });

  it.each<[string, object, string]>([
    ['no such tensor', { outputs: [{ name: 'y', shape: [1], datatype: 'FP32', data: [0] }] }, 'it has y'],
    [
      'the shape of a detector',
      {
        outputs: [
          { name: 'logit', shape: [1, 4, 5], datatype: 'FP32', data: Array.from({ length: 20 }, () => 0) },
        ],
      },
      '[1, 4, 5]',
    ],
    [
      'fewer values than its shape says',
      { outputs: [{ name: 'logit', shape: [1, 2], datatype: 'FP32', data: [0] }] },
      '1 values',
    ],
  ])('is refused in the Open Inference Protocol too: %s', async (_name, body, message) => {
    const { driver } = impatient(kserve());
    server.instead = answerWith(200, JSON.stringify(body));
    await expect(scoreBatch(driver, randomTiles(1, 1))).rejects.toMatchObject({
      code: 'remote.answer-invalid',
      message: expect.stringContaining(message),
    });
    await driver.dispose();
  });

  it('is refused when a probability is none', async () => {
    const { manifest } = elsewhere(tiny, tfServing(), {
      output: { name: 'p', kind: 'probability', hogweedIndex: 0 },
    });
    const driver = createRemoteDriver(manifest, manifest.remote!);
    server.instead = answerWith(200, '{"predictions":[[3.5]]}');
    await expect(scoreBatch(driver, randomTiles(1, 1))).rejects.toMatchObject({
      code: 'remote.answer-invalid',
      message: expect.stringContaining('3.5, which is no probability'),
    });
    await driver.dispose();
  });
});

async function authorizationOf(variable: string): Promise<string | undefined> {
  vi.stubEnv('UMBEL_REMOTE_AUTHORIZATION', variable);
  const { driver } = impatient(tfServing());
  await scoreBatch(driver, randomTiles(1, 1));
  await driver.dispose();
  return server.requests.at(-1)?.headers.authorization;
}

describe('the secret for a server', () => {
  it('goes to the origin that it is for, and to no other', async () => {
    expect(await authorizationOf(`${server.url} Bearer abc`)).toBe('Bearer abc');
    expect(await authorizationOf('https://models.example.org Bearer abc')).toBeUndefined();
    await expect(authorizationOf('Bearer abc')).rejects.toMatchObject({ code: 'environment.invalid' });
  });
});

it('says that a package names no server', async () => {
  await expect(openRemoteDriver(tiny, {})).rejects.toMatchObject({
    code: 'model.not-remote',
    hint: 'Run it with --engine onnx.',
  });
});
