import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { shippedModelDir } from '#cli/run/shipped-model.ts';
import { serve } from '#containers/inference/serve.ts';
import { parseModelManifest } from '#core/model/package.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';

const manifest = parseModelManifest(readFileSync(path.join(shippedModelDir, 'model.json'), 'utf8'));
const sanity = manifest.sanity.tiles;
const bytesOf = (file: string) => readFileSync(path.join(shippedModelDir, file));

const stop = new AbortController();
let serving: Promise<void>;
let base: string;
let started: Record<string, unknown>;
beforeAll(async () => {
  const printed = Promise.withResolvers<string>();
  vi.spyOn(console, 'log').mockImplementation(printed.resolve);
  vi.spyOn(console, 'error').mockReturnValue(undefined);
  serving = serve({ port: 0, signal: stop.signal, modelDir: shippedModelDir });
  started = JSON.parse(await printed.promise) as Record<string, unknown>;
  base = `http://127.0.0.1:${Number(started['port'])}`;
});
afterAll(() => vi.restoreAllMocks());

async function ask(body: string | Uint8Array<ArrayBuffer>, contentType = 'application/json') {
  const response = await fetch(`${base}/invocations`, {
    method: 'POST',
    body,
    headers: { 'content-type': contentType },
  });
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}
const rows = (...pictures: readonly Uint8Array[]) =>
  JSON.stringify({
    instances: pictures.map((picture) => ({ b64: Buffer.from(picture).toString('base64') })),
  });
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 2));

describe('the inference container as an endpoint', () => {
  it('says what it serves', () => {
    expect(started).toMatchObject({ engine: 'onnx', serving: expect.stringContaining(manifest.name) });
  });

  it('answers a ping once its model is loaded', async () => {
    const response = await fetch(`${base}/ping`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok', modelId: expect.stringContaining(manifest.name) });
  });

  it('scores tiles in the order in which they come, as the package says', async () => {
    const { status, answer } = await ask(rows(...sanity.map(({ file }) => bytesOf(file))));
    expect(status).toBe(200);
    expect(answer).toEqual({ predictions: close(sanity.map(({ confidence }) => confidence)) });
  });

  it('scores one picture as it is', async () => {
    const { file, confidence } = sanity[0]!;
    const { answer } = await ask(Uint8Array.from(bytesOf(file)), 'image/png');
    expect(answer).toEqual({ predictions: close([confidence]) });
  });

  it('scores pictures of any size and colour: large, grey, with transparency', async () => {
    const tile = sharp(bytesOf(sanity[0]!.file));
    const pictures = await Promise.all([
      tile.clone().resize(300, 200, { fit: 'fill' }).jpeg().toBuffer(),
      tile.clone().toColourspace('b-w').png().toBuffer(),
      tile.clone().ensureAlpha(0.5).png().toBuffer(),
    ]);
    const { status, answer } = await ask(rows(...pictures));
    expect(status).toBe(200);
    expect(answer['predictions']).toHaveLength(3);
  });

  it.each<[string, string, RegExp]>([
    ['no JSON', 'tiles', /not JSON/],
    ['no tiles', '{"instances":[]}', /instances/],
    ['another shape', '{"inputs":[{"b64":""}]}', /instances/],
    ['no base64', '{"instances":[{"b64":"???"}]}', /instances\[0\]\.b64/],
    ['no picture', '{"instances":[{"b64":"aGVsbG8="}]}', /Instance 0 is not a picture/],
    ['an empty picture', '{"instances":[{"b64":""}]}', /Instance 0 is not a picture/],
  ])('refuses a request with %s', async (_, body, message) => {
    const { status, answer } = await ask(body);
    expect(status).toBe(400);
    expect(answer).toEqual({ error: 'invocation.invalid', message: expect.stringMatching(message) });
  });

  it('refuses more than 25 MB', async () => {
    const { status, answer } = await ask(new Uint8Array(25_000_001), 'image/jpeg');
    expect(status).toBe(400);
    expect(answer['message']).toBe('The request has more than 25000000 bytes.');
  });

  it.each([
    ['GET', '/'],
    ['GET', '/invocations'],
    ['POST', '/ping'],
    ['DELETE', '/invocations'],
  ])('knows no %s %s', async (method, pathname) => {
    const response = await fetch(base + pathname, { method });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: 'http.not-found' });
  });
});

describe('the container that is told to stop', () => {
  it('finishes and is gone', async () => {
    stop.abort();
    await serving;
    await expect(fetch(`${base}/ping`)).rejects.toThrow('fetch failed');
  });
});

describe('a package that was changed', () => {
  it('is not served', async () => {
    const modelDir = path.join(temporaryFolder(), 'model');
    cpSync(shippedModelDir, modelDir, { recursive: true });
    const weights = path.join(modelDir, manifest.weights!);
    const bytes = readFileSync(weights);
    bytes[bytes.length >> 1]! ^= 1;
    writeFileSync(weights, bytes);
    await expect(serve({ port: 0, signal: stop.signal, modelDir })).rejects.toMatchObject({
      code: 'model.hash-mismatch',
    });
  });
});
