import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { collect } from '../streams.ts';

export interface FakeCall {
  /** Without the service, e.g. `SendTaskSuccess`. */
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

/** A result, or the name of an error. */
export type FakeAnswer = object | string;

export interface FakeService {
  /** What a client needs to reach it. */
  readonly config: {
    readonly endpoint: string;
    readonly region: string;
    readonly maxAttempts: number;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  readonly calls: FakeCall[];
  /** What the next calls are answered: a result, or the name of an error. */
  answer: FakeAnswer | ((call: FakeCall) => FakeAnswer);
  close(): Promise<void>;
}

/** A service that speaks AWS JSON over HTTP, as the clients of SQS, Step Functions and EventBridge do. */
export async function startFakeService(): Promise<FakeService> {
  const server = createServer((request, response) => void respond(request, response));
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const call = await readCall(request);
    service.calls.push(call);
    const answer: FakeAnswer =
      typeof service.answer === 'function'
        ? (service.answer as (call: FakeCall) => FakeAnswer)(call)
        : service.answer;
    const body = typeof answer === 'string' ? { __type: answer, message: `fake ${answer}` } : answer;
    const status = typeof answer === 'string' ? 400 : 200;
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const service: FakeService = {
    config: {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      region: 'eu-north-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    },
    calls: [],
    answer: {},
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return service;
}

async function readCall(request: IncomingMessage): Promise<FakeCall> {
  const body = Buffer.concat(await collect(request as AsyncIterable<Buffer>));
  const target = String(request.headers['x-amz-target']);
  return {
    operation: target.slice(target.indexOf('.') + 1),
    input: JSON.parse(body.toString('utf8')) as Record<string, unknown>,
  };
}
