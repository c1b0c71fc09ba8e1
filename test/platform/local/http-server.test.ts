import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalServer, type LocalServer } from '#platform/local/http-server.ts';
import { fileObjectStore, type FileObjectStore } from '#platform/local/object-store.ts';
import { localObjectUrls } from '#platform/local/object-urls.ts';
import { endOpenUploads } from '#platform/local/open-uploads.ts';
import type { ObjectUrls } from '#platform/ports.ts';
import { schemaText } from '#test/lambdas/api/api-flight.ts';
import { temporaryFolder } from '../temporary-folder.ts';

let server: LocalServer;
let objects: FileObjectStore;
let urls: ObjectUrls;
let homeDir: string;
const errors: unknown[] = [];
const events: unknown[] = [];

beforeAll(async () => {
  homeDir = temporaryFolder();
  const consoleDir = path.join(homeDir, 'dist');
  mkdirSync(path.join(consoleDir, 'assets'), { recursive: true });
  writeFileSync(path.join(consoleDir, 'index.html'), '<!doctype html><title>Console</title>');
  writeFileSync(path.join(consoleDir, 'assets', 'a-1234.js'), 'void 0;');
  objects = fileObjectStore(homeDir);
  urls = localObjectUrls(homeDir);
  server = await startLocalServer({
    port: 0,
    homeDir,
    objects,
    consoleDir,
    schemaText,
    onError: (error) => errors.push(error),
    invoke: (event) => {
      events.push(event);
      return Promise.resolve({ data: { personId: 'x', name: 'x', roles: ['ADMIN'], local: true } });
    },
  });
});
afterAll(() => server.close());

const ref = { bucket: 'umbel-review', key: 'tiles/r/ø & +.jpg' };

/** The links of another moment. */
function urlsAt(iso: string): ObjectUrls {
  return localObjectUrls(homeDir, () => new Date(iso));
}

const ask = (headers: Record<string, string>, method = 'POST') =>
  fetch(`${server.url}/graphql`, {
    method,
    headers,
    ...(method === 'POST' ? { body: '{"query":"{ me { name } }"}' } : {}),
  });

/** `fetch` sets Host and Origin itself: enemies do not. */
function rawGet(url: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject);
    sent.end(method === 'POST' ? '{"query":"{ me { name } }"}' : undefined);
  });
}

describe('objects', () => {
  it('are given to whoever holds a link, and to nobody else', async () => {
    await objects.put(ref, 'picture', 'image/jpeg');
    const link = await urls.read(ref, { forS: 60 });
    const answer = await fetch(server.url + link);
    expect([answer.status, await answer.text()]).toEqual([200, 'picture']);
    expect(answer.headers.get('content-type')).toBe('image/jpeg');
    for (const wrong of [
      link.replace('tiles', 'other'),
      link.replace(/expires=\d/, 'expires=9'),
      link.slice(0, -1),
      link.split('?')[0]!,
      link.replace('umbel-review', 'umbel-work'),
    ])
      expect((await fetch(server.url + wrong)).status, wrong).toBe(403);
    expect((await fetch(server.url + link, { method: 'PUT', body: 'x' })).status).toBe(403);
  });

  it('are the same link within ten minutes, and none once its time is over', async () => {
    const first = await urlsAt('2026-01-01T00:00:01Z').read(ref, { forS: 60 });
    expect(await urlsAt('2026-01-01T00:09:59Z').read(ref, { forS: 60 })).toBe(first);
    expect(await urlsAt('2026-01-01T00:10:00Z').read(ref, { forS: 60 })).not.toBe(first);
    expect((await fetch(server.url + first)).status).toBe(403);
  });

  it('are taken with a ticket, of the size and the type that it says', async () => {
    const put = { bucket: 'umbel-uploads', key: 'flights/f/a.jpg' };
    const ticket =
      server.url + (await urls.write(put, { forS: 60, sizeBytes: 5, contentType: 'image/jpeg' }));
    const send = (body: string, type = 'image/jpeg') =>
      fetch(ticket, { method: 'PUT', body, headers: { 'content-type': type } });
    expect((await send('123456')).status).toBe(400);
    expect((await send('12345', 'text/html')).status).toBe(400);
    expect(await objects.head(put)).toBeUndefined();
    expect((await send('12345')).status).toBe(200);
    expect(new TextDecoder().decode(await objects.get(put))).toBe('12345');
    const old = await localObjectUrls(homeDir, () => new Date('2026-01-01')).write(put, {
      forS: 60,
      sizeBytes: 5,
      contentType: 'image/jpeg',
    });
    expect(
      (
        await fetch(server.url + old, {
          method: 'PUT',
          body: '12345',
          headers: { 'content-type': 'image/jpeg' },
        })
      ).status,
    ).toBe(403);
  });

  it('are joined of their parts, each checked', async () => {
    const put = { bucket: 'umbel-uploads', key: 'flights/f/large.tif' };
    const uploadId = await urls.beginParts(put, 'image/tiff');
    const etags: string[] = [];
    for (const [i, body] of ['first ', 'second'].entries()) {
      const link = await urls.writePart(put, { uploadId, number: i + 1, sizeBytes: 6, forS: 60 });
      const answer = await fetch(server.url + link, { method: 'PUT', body });
      etags.push(answer.headers.get('etag')!);
    }
    const late = { uploadId, number: 1, sizeBytes: 6, forS: 60 };
    const over = await urlsAt('2026-01-01T00:00:00Z').writePart(put, late);
    expect((await fetch(server.url + over, { method: 'PUT', body: 'first ' })).status).toBe(403);
    const parts = etags.map((etag, i) => ({ number: i + 1, etag }));
    const incomplete = urls.joinParts(put, { uploadId, parts: parts.slice(0, 1) });
    await expect(incomplete).rejects.toMatchObject({ code: 'upload.part-missing' });
    await expect(
      urls.joinParts(put, { uploadId, parts: [parts[0]!, { ...parts[1]!, etag: '"x"' }] }),
    ).rejects.toMatchObject({ code: 'upload.part-missing' });
    await urls.joinParts(put, { uploadId, parts });
    expect(new TextDecoder().decode(await objects.get(put))).toBe('first second');
    await expect(urls.joinParts(put, { uploadId, parts })).rejects.toMatchObject({
      code: 'upload.not-found',
    });
    await expect(urls.joinParts(put, { uploadId: '../../x', parts })).rejects.toMatchObject({
      code: 'upload.not-found',
    });
  });

  it('that were begun in parts and never joined can be found by their place, and ended', async () => {
    const begin = (bucket: string, key: string) => urls.beginParts({ bucket, key }, 'image/tiff');
    const left = await begin('umbel-uploads', 'flights/gone/large.tif');
    const others = [
      await begin('umbel-uploads', 'flights/gone-2/a.tif'),
      await begin('umbel-work', 'flights/gone/a.tif'),
    ];
    const part = { uploadId: left, number: 1, sizeBytes: 5, forS: 60 };
    const ref = { bucket: 'umbel-uploads', key: 'flights/gone/large.tif' };
    const link = server.url + (await urls.writePart(ref, part));
    expect((await fetch(link, { method: 'PUT', body: 'first' })).status).toBe(200);
    const place = { bucket: 'umbel-uploads', prefix: 'flights/gone/' };
    expect(await endOpenUploads(homeDir, { ...place, dryRun: true })).toBe(1);
    expect(await endOpenUploads(homeDir, { ...place, dryRun: false })).toBe(1);
    expect(await endOpenUploads(homeDir, { ...place, dryRun: true })).toBe(0);
    expect((await fetch(link, { method: 'PUT', body: 'first' })).status).toBe(404);
    const stay = readdirSync(path.join(homeDir, '.uploads'));
    expect(stay).toEqual(expect.arrayContaining(others));
    expect(stay).not.toContain(left);
  });

  it('that are pages get no rights over the console', async () => {
    const page = { bucket: 'umbel-results', key: 'f/r/report.html' };
    await objects.put(page, '<script>1</script>', 'text/html');
    const answer = await fetch(server.url + (await urls.read(page, { forS: 60 })));
    expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox allow-scripts/);
    expect(answer.headers.get('content-security-policy')).not.toContain('allow-same-origin');
  });
});

describe('pages of other sites', () => {
  it.each([
    ['by another name of this machine', { host: 'evil.example:4173' }],
    ['by the right name and another port', { host: '127.0.0.1:1' }],
    ['from another origin', { origin: 'https://evil.example' }],
    ['from another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['from nowhere (a sandboxed frame)', { origin: 'null' }],
    ['as a picture', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
  ])('are refused: %s', async (_, headers) => {
    const identity = { 'x-umbel-name': 'x', 'x-umbel-role': 'admin', 'content-type': 'application/json' };
    expect(await rawGet(`${server.url}/graphql`, { ...identity, ...headers }, 'POST')).toBe(403);
    expect(await rawGet(`${server.url}/`, headers)).toBe(403);
  });

  it('may link to the console', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' };
    expect(await rawGet(`${server.url}/flights/x`, headers)).toBe(200);
  });
});

describe('the API', () => {
  it('answers people who said who they are', async () => {
    const headers = {
      'content-type': 'application/json',
      'x-umbel-name': '%C3%98rsted%00',
      'x-umbel-role': 'analyst',
    };
    expect(await (await ask(headers)).json()).toEqual({ data: { me: { name: 'x' } } });
    expect(events.at(-1)).toMatchObject({
      identity: { username: 'Ørsted', groups: ['analyst'], claims: { 'umbel:local': true } },
      info: { fieldName: 'me', selectionSetList: ['name'] },
    });
  });

  it('refuses everyone else, and other forms', async () => {
    const json = { 'content-type': 'application/json' };
    expect((await ask(json)).status).toBe(401);
    expect((await ask({ ...json, 'x-umbel-name': 'a', 'x-umbel-role': 'root' })).status).toBe(401);
    expect((await ask({ ...json, 'x-umbel-name': '%', 'x-umbel-role': 'admin' })).status).toBe(401);
    expect(
      (await ask({ 'content-type': 'text/plain', 'x-umbel-name': 'a', 'x-umbel-role': 'admin' })).status,
    ).toBe(415);
    expect((await ask(json, 'GET')).status).toBe(405);
    const long = JSON.stringify({ query: `{ me { name } } # ${'x'.repeat(1_000_000)}` });
    expect((await fetch(`${server.url}/graphql`, { method: 'POST', headers: json, body: long })).status).toBe(
      413,
    );
  });
});

describe('the console', () => {
  it('comes without any inline script, and every unknown path is a page of it', async () => {
    for (const page of [
      '/',
      '/flights/meadow-1',
      '/tiles/a/b/grid:2x2/1',
      '/../../etc/passwd',
      '/%2e%2e/%2e%2e/server-secret',
    ]) {
      const answer = await fetch(server.url + page);
      expect(await answer.text()).toContain('<title>Console</title>');
      expect(answer.headers.get('content-security-policy')).toContain("script-src 'self';");
      expect(answer.headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
    }
  });

  it('keeps files whose name holds a hash for ever', async () => {
    const answer = await fetch(`${server.url}/assets/a-1234.js`);
    expect([await answer.text(), answer.headers.get('cache-control')]).toEqual([
      'void 0;',
      'public, max-age=31536000, immutable',
    ]);
  });

  it('that failed nowhere in these tests', () => expect(errors).toEqual([]));
});
