import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UmbelError } from '#core/errors.ts';
import { type AppSyncOptions, appSyncServer } from './appsync.ts';
import { serveConsole } from './http-console.ts';
import { refusalOf } from './http-guard.ts';
import { localIdentity } from './http-identity.ts';
import { answer, type ObjectServer, serveObject } from './http-objects.ts';
import { objectsPath } from './object-urls.ts';

export interface LocalServerOptions extends AppSyncOptions, ObjectServer {
  /** 0: any that is free. */
  readonly port: number;
  /** Folder of the built console. */
  readonly consoleDir: string;
}

export interface LocalServer {
  readonly url: string;
  /** Ends it: what is being answered may take a moment, then connections are cut. */
  close(): Promise<void>;
}

const closeMs = 2_000;

/** Longest question, bytes. Source: AWS AppSync endpoints and quotas, "Request body size", 1 MB. */
const maxQuestionBytes = 1_000_000;

/**
 * Serves API, objects and console on the loopback interface.
 * @throws UmbelError `serve.port-taken`
 */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const graphql = appSyncServer(options);
  let port = options.port;
  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refusal = refusalOf(request, port);
    if (refusal !== undefined) return answer(response, 403, refusal);
    const path = pathOf(request);
    if (path === undefined) return answer(response, 400, 'That is not an address.');
    if (path.startsWith(`${objectsPath}/`)) return serveObject(options, request, response);
    if (path !== '/graphql') return serveConsole(options.consoleDir, request, response);
    if (request.method !== 'POST') return answer(response, 405, 'Only POST is possible here.');
    if (request.headers['content-type']?.startsWith('application/json') !== true)
      return answer(response, 415, 'Questions come as application/json.');
    // Without a length nobody knows when the bound is reached.
    const sizeBytes = Number(request.headers['content-length']);
    if (!(sizeBytes <= maxQuestionBytes))
      return answer(response, 413, `A question has at most ${maxQuestionBytes} bytes, and says how many.`);
    const identity = localIdentity(request.headers);
    if (identity === undefined) return answer(response, 401, 'Say on the start page who you are.');
    await graphql(request, response, { identity });
  };
  const server = createServer((request, response) => {
    route(request, response).catch((error: unknown) => {
      // Whoever hung up needs no answer.
      if (!request.destroyed) options.onError(error);
      if (response.headersSent) response.destroy();
      else answer(response, 500, 'Something went wrong on our side. It was written down; please try again.');
    });
  });
  port = await listen(server, options.port);
  return { url: `http://127.0.0.1:${port}`, close: () => close(server) };
}

/** The path that is asked for, as it was sent; undefined where it cannot be read: `//host`, a broken `%`. */
function pathOf({ url = '/' }: IncomingMessage): string | undefined {
  const path = url.split('?')[0] ?? '/';
  try {
    decodeURIComponent(path);
    return path.startsWith('/') && !path.startsWith('//') && URL.canParse(url, 'http://127.0.0.1')
      ? path
      : undefined;
  } catch {
    return undefined;
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(isTaken(error) ? portTaken(port, error) : error));
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function isTaken(error: Error): boolean {
  return 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EACCES');
}

function portTaken(port: number, cause: unknown): UmbelError {
  return new UmbelError({
    code: 'serve.port-taken',
    kind: 'conflict',
    message: `Port ${port} cannot be used: another program has it, or it is reserved.`,
    hint: `Perhaps Umbel is open already at http://127.0.0.1:${port}; else choose another: umbel serve --port ${port + 1}`,
    cause,
  });
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const timer = setTimeout(() => server.closeAllConnections(), closeMs);
  await closed;
  clearTimeout(timer);
}
