import { createHash } from 'node:crypto';
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
}

export interface FakeS3 {
  readonly endpoint: string;
  /** Multipart uploads that were begun and neither completed nor aborted. */
  openUploads(): number;
  close(): Promise<void>;
}

/** The part of Amazon S3 that the adapter uses, over HTTP: one bucket, path style, in memory. */
export async function startFakeS3(): Promise<FakeS3> {
  const objects = new Map<string, Buffer>();
  const uploads = new Map<string, Map<number, Buffer>>();
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const { status, body = '', headers = {} } = route(objects, uploads, await readCall(request));
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...headers }).end(body);
  };
  const server = createServer((request, response) => void respond(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    openUploads: () => uploads.size,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
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
  };
}

function route(objects: Map<string, Buffer>, uploads: Map<string, Map<number, Buffer>>, call: Call): Answer {
  const { method, key, query, body } = call;
  if (query.has('uploads') || query.has('uploadId')) return multipart(objects, uploads, call);
  if (query.get('list-type') === '2') return listing(objects, query);
  if (method === 'PUT') {
    const refusal = refusalOf(objects.get(key), call);
    if (refusal !== undefined) return refusal;
    objects.set(key, body);
    return { status: 200, headers: { etag: etagOf(body) } };
  }
  if (method === 'DELETE') {
    objects.delete(key);
    return { status: 204 };
  }
  const object = objects.get(key);
  if (object === undefined) return notFound(method);
  const headers = { etag: etagOf(object), 'content-length': String(object.length) };
  return method === 'HEAD' ? { status: 200, headers } : { status: 200, headers, body: object };
}

/** Conditional writes as S3 does them: 412 for another content, 404 where IfMatch meets nothing. */
function refusalOf(object: Buffer | undefined, { ifMatch, ifNoneMatch }: Call): Answer | undefined {
  if (ifNoneMatch === '*' && object !== undefined) return failure(412, 'PreconditionFailed');
  if (ifMatch === undefined) return undefined;
  if (object === undefined) return failure(404, 'NoSuchKey');
  return etagOf(object) === ifMatch ? undefined : failure(412, 'PreconditionFailed');
}

function failure(status: number, code: string): Answer {
  return { status, body: `<Error><Code>${code}</Code><Message>${code}</Message></Error>` };
}

function notFound(method: string): Answer {
  const body = '<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message></Error>';
  return method === 'HEAD' ? { status: 404 } : { status: 404, body };
}

function multipart(
  objects: Map<string, Buffer>,
  uploads: Map<string, Map<number, Buffer>>,
  { method, key, query, body }: Call,
): Answer {
  if (query.has('uploads')) {
    const id = `upload-${uploads.size}`;
    uploads.set(id, new Map());
    return xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
  }
  const id = query.get('uploadId') ?? '';
  const parts = uploads.get(id);
  if (parts === undefined) return { status: 404 };
  if (method === 'PUT') {
    parts.set(Number(query.get('partNumber')), body);
    return { status: 200, headers: { etag: etagOf(body) } };
  }
  uploads.delete(id);
  if (method === 'DELETE') return { status: 204 };
  const whole = Buffer.concat([...parts].sort(([a], [b]) => a - b).map(([, part]) => part));
  objects.set(key, whole);
  return xml(`<CompleteMultipartUploadResult><ETag>${etagOf(whole)}</ETag></CompleteMultipartUploadResult>`);
}

function listing(objects: Map<string, Buffer>, query: URLSearchParams): Answer {
  const keys = [...objects.keys()]
    .filter((key) => key.startsWith(query.get('prefix') ?? ''))
    .sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const start = Number(query.get('continuation-token') ?? 0);
  const page = keys.slice(start, start + keysPerPage);
  const more = start + keysPerPage < keys.length;
  const contents = page.map((key) => {
    const object = objects.get(key)!;
    return `<Contents><Key>${escapeXml(key)}</Key><Size>${object.length}</Size><ETag>${escapeXml(etagOf(object))}</ETag></Contents>`;
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

function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`;
}

function escapeXml(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
