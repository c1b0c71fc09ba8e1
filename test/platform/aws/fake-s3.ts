import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collect } from '../streams.ts';

/** So few keys to a page that every list of a test has several. */
const keysPerPage = 3;

interface Answer {
  readonly status: number;
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
}

interface Call {
  readonly method: string;
  readonly key: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
  /** SHA-256 that the caller promises, base64. */
  readonly sha256: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: string | undefined;
}

/** What is kept of an object beside its bytes, as the headers that give it back. */
type Beside = Map<string, Record<string, string>>;

export interface FakeS3 {
  readonly endpoint: string;
  /** Multipart uploads that were begun and neither completed nor aborted. */
  openUploads(): number;
  /** What was asked, e.g. `PUT flights/a/1.jpg?partNumber=2`. */
  readonly calls: string[];
  /** The bytes of an object. */
  object(key: string): Buffer | undefined;
  storageClassOf(key: string): string | undefined;
  /** Answers in place of the service: the status of a failure, with its code or not, or undefined. */
  interfere: (call: string) => number | readonly [status: number, code: string] | undefined;
  /** Whether the service does what is asked, and its answer is lost on the way. */
  losesAnswer: (call: string) => boolean;
  /** Forgets every upload in parts, as S3 does after a week. */
  forgetUploads(): void;
  close(): Promise<void>;
}

/** The part of Amazon S3 that the adapter uses, over HTTP: one bucket, path style, in memory. */
export async function startFakeS3(): Promise<FakeS3> {
  const objects = new Map<string, Buffer>();
  const uploads: Stored['uploads'] = new Map();
  const beside: Beside = new Map();
  const storageClasses = new Map<string, string | undefined>();
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const call = await readCall(request);
    const text = nameOf(call);
    fake.calls.push(text);
    const wrong = fake.interfere(text);
    if (call.method !== 'GET' && call.storageClass !== undefined)
      storageClasses.set(call.key, call.storageClass);
    const {
      status,
      body = '',
      headers = {},
    } = wrong === undefined ? route({ objects, uploads, beside }, call) : refusal(wrong);
    if (fake.losesAnswer(text)) {
      request.socket.destroy();
      return;
    }
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);
  };
  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const fake: FakeS3 = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    openUploads: () => uploads.size,
    calls: [],
    object: (key) => objects.get(key),
    storageClassOf: (key) => storageClasses.get(key),
    interfere: () => undefined,
    losesAnswer: () => false,
    forgetUploads: () => uploads.clear(),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return fake;
}

function nameOf({ method, key, query }: Call): string {
  const part = query.get('partNumber');
  const asked = query.has('uploads') ? '?uploads' : part === null ? '' : `?partNumber=${part}`;
  return `${method} ${key}${asked}`;
}

async function readCall(request: IncomingMessage): Promise<Call> {
  const url = new URL(request.url ?? '/', 'http://s3');
  const chunks = await collect(request as AsyncIterable<Buffer>);
  const [, , ...key] = url.pathname.split('/');
  return {
    method: request.method ?? '',
    key: decodeURIComponent(key.join('/')),
    query: url.searchParams,
    body: Buffer.concat(chunks),
    ifMatch: request.headers['if-match'],
    ifNoneMatch: request.headers['if-none-match'],
    sha256: headerOf(request, 'x-amz-checksum-sha256'),
    storageClass: headerOf(request, 'x-amz-storage-class'),
    metadata: Object.fromEntries(
      Object.entries(request.headers)
        .filter(([name]) => name.startsWith('x-amz-meta-'))
        .map(([name, value]) => [name, String(value)]),
    ),
  };
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

interface BegunUpload {
  readonly key: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly parts: Map<number, Buffer>;
}

interface Stored {
  readonly objects: Map<string, Buffer>;
  readonly uploads: Map<string, BegunUpload>;
  readonly beside: Beside;
}

function route(stored: Stored, call: Call): Answer {
  const { objects, beside } = stored;
  const { method, key, query, body } = call;
  if (call.sha256 !== undefined && method === 'PUT' && call.sha256 !== sha256Of(body))
    return failure(400, 'BadDigest');
  if (query.has('uploads') || query.has('uploadId')) return multipart(stored, call);
  if (query.get('list-type') === '2') return listing(stored, query);
  if (method === 'PUT') {
    const refusal = refusalOf(objects.get(key), call);
    if (refusal !== undefined) return refusal;
    objects.set(key, body);
    beside.set(key, { ...call.metadata, 'last-modified': new Date().toUTCString() });
    return { status: 200, headers: { etag: etagOf(body) } };
  }
  if (method === 'DELETE') {
    objects.delete(key);
    return { status: 204 };
  }
  const object = objects.get(key);
  if (object === undefined) return notFound(method);
  const headers = {
    etag: etagOf(object),
    'content-length': String(object.length),
    ...beside.get(key),
  };
  return method === 'HEAD' ? { status: 200, headers } : { status: 200, headers, body: object };
}

/** Conditional writes as S3 does them: 412 for another content, 404 where IfMatch meets nothing. */
function refusalOf(object: Buffer | undefined, { ifMatch, ifNoneMatch }: Call): Answer | undefined {
  if (ifNoneMatch === '*' && object !== undefined) return failure(412, 'PreconditionFailed');
  if (ifMatch === undefined) return undefined;
  if (object === undefined) return failure(404, 'NoSuchKey');
  return etagOf(object) === ifMatch ? undefined : failure(412, 'PreconditionFailed');
}

function refusal(wrong: number | readonly [status: number, code: string]): Answer {
  return typeof wrong === 'number' ? failure(wrong, 'Wrong') : failure(...wrong);
}

function failure(status: number, code: string): Answer {
  return { status, body: `<Error><Code>${code}</Code><Message>${code}</Message></Error>` };
}

function notFound(method: string): Answer {
  const body = '<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>';
  return method === 'HEAD' ? { status: 404 } : { status: 404, body };
}

function multipart({ objects, uploads, beside }: Stored, call: Call): Answer {
  const { method, key, query, body } = call;
  if (query.has('uploads') && method === 'GET') return openUploads(uploads, query);
  if (query.has('uploads')) {
    const id = `upload-${randomUUID()}`;
    uploads.set(id, { key, metadata: call.metadata, parts: new Map() });
    return xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
  }
  const id = query.get('uploadId') ?? '';
  const upload = uploads.get(id);
  if (upload === undefined) return failure(404, 'NoSuchUpload');
  if (method === 'PUT') {
    upload.parts.set(Number(query.get('partNumber')), body);
    return { status: 200, headers: { etag: etagOf(body) } };
  }
  uploads.delete(id);
  if (method === 'DELETE') return { status: 204 };
  const whole = Buffer.concat([...upload.parts].sort(([a], [b]) => a - b).map(([, part]) => part));
  objects.set(key, whole);
  beside.set(key, { ...upload.metadata, 'last-modified': new Date().toUTCString() });
  return xml(`<CompleteMultipartUploadResult><ETag>${etagOf(whole)}</ETag></CompleteMultipartUploadResult>`);
}

/** Uploads that were begun and not ended, by key and id as S3 pages through them. */
function openUploads(uploads: Stored['uploads'], query: URLSearchParams): Answer {
  const after = `${query.get('key-marker') ?? ''} ${query.get('upload-id-marker') ?? ''}`;
  const open = [...uploads]
    .map(([id, { key }]) => ({ id, key, name: `${key} ${id}` }))
    .filter((each) => each.key.startsWith(query.get('prefix') ?? '') && each.name > after)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const page = open.slice(0, keysPerPage);
  const last = page.at(-1);
  const next =
    last !== undefined && open.length > page.length
      ? `<IsTruncated>true</IsTruncated><NextKeyMarker>${escapeXml(last.key)}</NextKeyMarker><NextUploadIdMarker>${last.id}</NextUploadIdMarker>`
      : '<IsTruncated>false</IsTruncated>';
  const listed = page.map(
    ({ id, key }) => `<Upload><Key>${escapeXml(key)}</Key><UploadId>${id}</UploadId></Upload>`,
  );
  return xml(`<ListMultipartUploadsResult>${next}${listed.join('')}</ListMultipartUploadsResult>`);
}

function listing({ objects, beside }: Stored, query: URLSearchParams): Answer {
  const keys = [...objects.keys()]
    .filter((key) => key.startsWith(query.get('prefix') ?? ''))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const start = Number(query.get('continuation-token') ?? 0);
  const page = keys.slice(start, start + keysPerPage);
  const more = start + keysPerPage < keys.length;
  const contents = page.map((key) => {
    const object = objects.get(key)!;
    const written = new Date(beside.get(key)?.['last-modified'] ?? 0).toISOString();
    return `<Contents><Key>${escapeXml(key)}</Key><LastModified>${written}</LastModified><Size>${object.length}</Size><ETag>${escapeXml(etagOf(object))}</ETag></Contents>`;
  });
  const next = more ? `<NextContinuationToken>${start + keysPerPage}</NextContinuationToken>` : '';
  return xml(
    `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
  );
}

function xml(body: string): Answer {
  const headers = { 'content-type': 'application/xml' };
  return { status: 200, headers, body: `<?xml version="1.0" encoding="UTF-8"?>${body}` };
}

function sha256Of(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64');
}

function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

function escapeXml(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
