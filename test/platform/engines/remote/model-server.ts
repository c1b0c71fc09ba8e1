import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { LoadedPackage } from '#core/model/driver.ts';

/** A server that speaks the protocols of model servers and scores with a real session. */
export interface ModelServer {
  readonly url: string;
  /** Requests so far, in order. */
  readonly requests: { readonly path: string; readonly headers: IncomingMessage['headers'] }[];
  /** Most requests that were answered at the same time. */
  busiest: number;
  /** How long every answer is held back. */
  delayMs: number;
  /** Answers instead of the model while it is set; undefined lets the model answer. */
  instead: ((request: IncomingMessage, response: ServerResponse, count: number) => boolean) | undefined;
  close(): Promise<void>;
}

/** What a session gives for uint8 tiles: rows of each output. */
type Outputs = Record<string, { dims: readonly number[]; data: number[] }>;

/**
 * A running server for the package's ONNX file: TensorFlow Serving REST v1, Open Inference v2 (JSON and binary), and the
 * path of InvokeEndpoint, behind which lies whatever `invocations` names.
 */
export async function startModelServer(
  loaded: LoadedPackage,
  invocations?: () => string,
): Promise<ModelServer> {
  const session = await InferenceSession.create(loaded.files.get(loaded.manifest.weights!)!);
  const { tilePx } = loaded.manifest.input;
  let underWay = 0;
  const infer = async (bytes: Uint8Array): Promise<Outputs> => {
    const input = new Tensor('uint8', bytes, [bytes.length / (tilePx * tilePx * 3), tilePx, tilePx, 3]);
    const outputs = Object.entries(await session.run({ tiles: input }));
    return Object.fromEntries(
      outputs.map(([name, { dims, data }]) => [name, { dims, data: Array.from(data as Float32Array) }]),
    );
  };
  const server: Server = createServer((request, response) => {
    model.busiest = Math.max(model.busiest, ++underWay);
    response.once('close', () => underWay--);
    model.requests.push({ path: request.url ?? '', headers: request.headers });
    respond({ request, response, model, infer, invocations }).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500).end(String(error));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const model: ModelServer = {
    url: `http://127.0.0.1:${port}`,
    requests: [],
    busiest: 0,
    delayMs: 0,
    instead: undefined,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
      await session.release();
    },
  };
  return model;
}

interface Responding {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly model: ModelServer;
  readonly infer: (bytes: Uint8Array) => Promise<Outputs>;
  readonly invocations: (() => string) | undefined;
}

async function respond({ request, response, model, infer, invocations }: Responding): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  if (model.instead?.(request, response, model.requests.length) === true) return;
  if (model.delayMs > 0) await sleep(model.delayMs);
  const path = request.url ?? '';
  const answer = (value: unknown) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (path === '/v1/models/tiny:predict') answer(tfServing(await infer(rowsOf(body))));
  else if (path === '/v2/models/tiny/infer') answer(await kserve(request, body, infer));
  else if (path.startsWith('/endpoints/tiny/invocations') && invocations !== undefined) {
    const passed = await fetch(invocations(), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    response.writeHead(passed.status, { 'content-type': 'application/json' }).end(await passed.text());
  } else response.writeHead(404).end('{"error":"Could not find any versions of model"}');
}

function rowsOf(body: Buffer): Uint8Array {
  const { instances } = JSON.parse(body.toString()) as { instances: number[][][][] };
  return Uint8Array.from(instances.flat(3));
}

/** Several outputs: an object for each row. */
function tfServing(outputs: Outputs): unknown {
  const count = outputs['logit']!.dims[0]!;
  const rows = Array.from({ length: count }, (_, i) =>
    Object.fromEntries(
      Object.entries(outputs).map(([name, { dims, data }]) => {
        const width = dims[1] ?? 1;
        return [name, data.slice(i * width, (i + 1) * width)];
      }),
    ),
  );
  return { predictions: rows };
}

interface KserveRequest {
  readonly inputs: readonly { name: string; shape: number[]; datatype: string; data?: number[] }[];
  readonly outputs: readonly { name: string }[];
}

async function kserve(request: IncomingMessage, body: Buffer, infer: Responding['infer']): Promise<unknown> {
  const jsonBytes = Number(request.headers['inference-header-content-length'] ?? body.length);
  const { inputs, outputs } = JSON.parse(body.subarray(0, jsonBytes).toString()) as KserveRequest;
  const [input] = inputs;
  if (input?.name !== 'tiles' || input.datatype !== 'UINT8') throw new Error('wrong tensor');
  const bytes = input.data === undefined ? body.subarray(jsonBytes) : Uint8Array.from(input.data);
  if (bytes.length !== input.shape.reduce((product, dim) => product * dim, 1)) throw new Error('wrong shape');
  const results = await infer(Uint8Array.from(bytes));
  return {
    model_name: 'tiny',
    outputs: outputs.map(({ name }) => ({
      name,
      shape: results[name]!.dims,
      datatype: 'FP32',
      data: results[name]!.data,
    })),
  };
}
