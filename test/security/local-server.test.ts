import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalServer, startLocalServer } from '#platform/local/http-server.ts';
import { fileObjectStore } from '#platform/local/object-store.ts';
import { localObjectUrls } from '#platform/local/object-urls.ts';
import { schemaText } from '#test/lambdas/api/api-flight.ts';
import { temporaryFolder } from '../platform/temporary-folder.ts';

const homeDir = temporaryFolder();
const consoleDir = path.join(homeDir, 'dist');
const urls = localObjectUrls(homeDir);
const objects = fileObjectStore(homeDir);
const ref = { bucket: 'umbel-uploads', key: 'flights/f/a.jpg' };
const errors: unknown[] = [];
let server: LocalServer;

beforeAll(async () => {
  mkdirSync(path.join(consoleDir, 'assets'), { recursive: true });
  mkdirSync(path.join(homeDir, 'dist-of-another'));
  writeFileSync(path.join(consoleDir, 'index.html'), '<!doctype html><title>Console</title>');
  for (const file of ['secret.txt', 'dist-of-another/secret.txt'])
    writeFileSync(path.join(homeDir, file), 'SECRET');
  symlinkSync(path.join(homeDir, 'secret.txt'), path.join(consoleDir, 'assets', 'link.txt'));
  symlinkSync(homeDir, path.join(consoleDir, 'assets', 'folder'));
  await objects.put(ref, 'picture', 'image/jpeg');
  server = await startLocalServer({
    port: 0,
    homeDir,
    objects,
    consoleDir,
    schemaText,
    onError: (error) => errors.push(error),
    invoke: () => Promise.resolve({ data: null }),
  });
});
afterAll(() => server.close());

interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/** What a request gets that is sent byte for byte: clients tidy addresses up before they send them. */
function send(head: string, more: { headers?: string; body?: string } = {}): Promise<RawAnswer> {
  const { host, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), '127.0.0.1', () =>
      socket.write(
        `${head} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n${more.headers ?? ''}\r\n${more.body ?? ''}`,
        'latin1',
      ),
    );
    socket.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
    socket.on('error', reject);
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0), text }));
  });
}

const ways = [
  '/../secret.txt',
  '/%2e%2e/secret.txt',
  '/..%2fsecret.txt',
  '/%2e%2e%2fsecret.txt',
  '/assets/../../secret.txt',
  '/assets/..%2f..%2fsecret.txt',
  '/..%5csecret.txt',
  '/..\\secret.txt',
  '/assets/..\\..\\secret.txt',
  '/%252e%252e%252fsecret.txt',
  '/%c0%ae%c0%ae/secret.txt',
  '/..%00/secret.txt',
  '/assets/%00../../secret.txt',
  '/../dist-of-another/secret.txt',
  '/..%2fdist-of-another%2fsecret.txt',
  '/assets/link.txt',
  '/assets/folder/secret.txt',
  '//secret.txt',
  '///../secret.txt',
  '//evil.example/../secret.txt',
  '/%',
  '/%zz',
  '/objects/%',
  '/objects/umbel-uploads/..%2f..%2fsecret.txt',
  '/objects/../secret.txt',
  '/objects/umbel-uploads/../../secret.txt?signature=0',
  '/objects/..%2f/secret.txt?expires=99999999999&signature=',
  'http://evil.example/../secret.txt',
  'http://[/',
  '*',
];

describe('paths of the local server', () => {
  it.each(ways)('%s leads nowhere', async (way) => {
    errors.length = 0;
    for (const method of ['GET', 'PUT', 'HEAD']) {
      const answer = await send(
        `${method} ${way}`,
        method === 'PUT' ? { headers: 'content-length: 0\r\n' } : {},
      );
      expect(answer.text, method).not.toContain('SECRET');
      expect(answer.text, method).not.toContain(readFileSync(path.join(homeDir, 'server-secret'), 'utf8'));
      // A path that is no file is a page of the console, which is one file.
      expect([200, 400, 403, 404, 405], `${method} ${answer.text}`).toContain(answer.status);
    }
    // An enemy cannot fill the log.
    expect(errors).toEqual([]);
  });

  it('a question of a gigabyte is refused before it is read, one without a length too', async () => {
    const json = 'content-type: application/json\r\nx-umbel-name: a\r\nx-umbel-role: admin\r\n';
    const declared = await send('POST /graphql', {
      headers: `${json}content-length: 1000000000\r\n`,
      body: '{',
    });
    const endless = await send('POST /graphql', {
      headers: `${json}transfer-encoding: chunked\r\n`,
      body: '1\r\n{\r\n',
    });
    expect([declared.status, endless.status]).toEqual([413, 413]);
  });
});

describe('a signed link', () => {
  const nowS = Math.floor(Date.now() / 1000);

  it('that was changed in any of its parts is void', async () => {
    const link = await urls.read(ref, { forS: 60, fileName: 'a.jpg' });
    expect((await send(`GET ${link}`)).status).toBe(200);
    const signature = /signature=([0-9a-f]{64})$/.exec(link)![1]!;
    const changed = [
      link.replace('a.jpg', 'b.jpg'),
      link.replace('/flights/f/', '/flights/g/'),
      link.replace('umbel-uploads', 'umbel-models'),
      link.replace(/expires=\d+/, `expires=${nowS + 86_400}`),
      link.replace(/expires=\d+/, 'expires=Infinity'),
      link.replace(/expires=(\d+)/, `expires=$1&expires=${nowS + 86_400}`).replace(/expires=\d+&/, ''),
      link.replace('name=a.jpg', 'name=a.html'),
      link.replace('&name=a.jpg', ''),
      `${link}&size=7`,
      link.replace('expires=', 'upload=00&expires='),
      link.replace(signature, ''),
      link.replace(signature, '0'.repeat(64)),
      link.replace(signature, signature.slice(2)),
      link.replace(signature, `${signature}00`),
      link.replace(signature, `${signature}zz`),
      link.replace(/&signature=.*/, ''),
    ];
    for (const wrong of changed) {
      expect(wrong).not.toBe(link);
      expect((await send(`GET ${wrong}`)).status, wrong).toBe(403);
    }
  });

  it('for reading does not write, one for writing does not read', async () => {
    const [read, write] = [
      await urls.read(ref, { forS: 60 }),
      await urls.write(ref, { forS: 60, sizeBytes: 7, contentType: 'image/jpeg' }),
    ];
    const body = { headers: 'content-length: 7\r\ncontent-type: image/jpeg\r\n', body: 'changed' };
    expect((await send(`PUT ${read}`, body)).status).toBe(403);
    expect((await send(`GET ${write}`)).status).toBe(403);
    for (const method of ['DELETE', 'POST', 'PATCH', 'OPTIONS'])
      expect((await send(`${method} ${read}`, { headers: 'content-length: 0\r\n' })).status, method).toBe(
        403,
      );
    expect(new TextDecoder().decode(await objects.get(ref))).toBe('picture');
  });

  it('of another home, or made with its secret, is void', async () => {
    const elsewhere = temporaryFolder();
    const link = await localObjectUrls(elsewhere).read(ref, { forS: 60 });
    expect((await send(`GET ${link}`)).status).toBe(403);
  });

  it('is void a second after its time, and its end cannot be put off', async () => {
    const past = localObjectUrls(homeDir, () => new Date((nowS - 62) * 1000));
    const ended = await past.write(ref, { forS: 60, sizeBytes: 7, contentType: 'image/jpeg' });
    const body = { headers: 'content-length: 7\r\ncontent-type: image/jpeg\r\n', body: 'changed' };
    expect((await send(`PUT ${ended}`, body)).status).toBe(403);
    expect((await send(`PUT ${ended.replace(/expires=\d+/, `expires=${nowS + 60}`)}`, body)).status).toBe(
      403,
    );
    expect(new TextDecoder().decode(await objects.get(ref))).toBe('picture');
  });

  it('takes what it was made for: another size, type, or a body that ends early leaves nothing', async () => {
    const put = { bucket: 'umbel-uploads', key: 'flights/f/new.jpg' };
    const link = await urls.write(put, { forS: 60, sizeBytes: 7, contentType: 'image/jpeg' });
    const of = (sizeBytes: number, type: string, body: string) =>
      send(`PUT ${link}`, { headers: `content-length: ${sizeBytes}\r\ncontent-type: ${type}\r\n`, body });
    expect((await of(8, 'image/jpeg', 'too long')).status).toBe(400);
    expect((await of(7, 'text/html', '<script')).status).toBe(400);
    const chunked = 'transfer-encoding: chunked\r\ncontent-type: image/jpeg\r\n';
    const endless = await send(`PUT ${link}`, { headers: chunked, body: '7\r\npicture\r\n0\r\n\r\n' });
    expect(endless.status).toBe(400);
    for (const wrong of [link.replace('size=7', 'size=8'), link.replace('image%2Fjpeg', 'text%2Fhtml')])
      expect((await send(`PUT ${wrong}`, { headers: 'content-length: 0\r\n' })).status).toBe(403);
    expect(await objects.head(put)).toBeUndefined();
    expect((await of(7, 'image/jpeg', 'picture')).status).toBe(200);
  });

  it('for a part takes that part of that upload', async () => {
    const put = { bucket: 'umbel-uploads', key: 'flights/f/large.tif' };
    const uploadId = await urls.beginParts(put, 'image/tiff');
    const link = await urls.writePart(put, { uploadId, number: 1, sizeBytes: 1, forS: 60 });
    for (const wrong of [
      link.replace('part=1', 'part=2'),
      link.replace('part=1', 'part=..%2f..%2fsecret.txt'),
      link.replace(uploadId, '0'.repeat(32)),
      link.replace(uploadId, '..%2f..'),
    ])
      expect((await send(`PUT ${wrong}`, { headers: 'content-length: 1\r\n', body: 'x' })).status).toBe(403);
    expect(readFileSync(path.join(homeDir, 'secret.txt'), 'utf8')).toBe('SECRET');
  });
});
