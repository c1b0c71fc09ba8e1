import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import sharp from 'sharp';
import { z } from 'zod';
import { exitCodeOf, UmbelError } from '#core/errors.ts';
import { describeZodError } from '#core/validation.ts';
import { loadPackageFromFolder } from '#platform/engines/load-package.ts';
import { openEnginePool } from '#platform/engines/pool.ts';
import type { OpenModel } from './model-keeper.ts';

/** Most bytes of a request; SageMaker itself allows 25 MB. */
const maxBodyBytes = 25_000_000;

/** Tiles as pictures, base64: the row format of TensorFlow Serving's predict API. */
const invocationSchema = z.strictObject({
  instances: z
    .array(z.strictObject({ b64: z.base64() }))
    .min(1)
    .max(1024),
});

export interface ServeOptions {
  readonly port: number;
  readonly signal: AbortSignal;
  /** Folder of the model package; SageMaker unpacks it here. */
  readonly modelDir?: string;
}

/**
 * Answers HTTP as a SageMaker endpoint must: `GET /ping` is 200 once the model is loaded, `POST /invocations` takes
 * tiles (JSON `{instances: [{b64}]}`, or one picture as `image/*`) and answers `{predictions: [confidence]}`.
 * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html
 */
export async function serve({
  port,
  signal,
  modelDir = process.env['UMBEL_MODEL_DIR'] ?? '/opt/ml/model',
}: ServeOptions): Promise<void> {
  const modelPackage = await loadPackageFromFolder(modelDir);
  const model: OpenModel = { modelPackage, pool: await openEnginePool(modelPackage) };
  const server = createServer((request, response) => {
    route(request, response, model).catch((error: unknown) => refuse(response, error));
  });
  server.listen(port);
  await once(server, 'listening');
  const address = server.address();
  console.log(
    JSON.stringify({
      serving: modelPackage.modelId,
      engine: model.pool.engine,
      port: typeof address === 'object' ? address?.port : port,
    }),
  );
  if (!signal.aborted) await once(signal, 'abort');
  server.close();
  await once(server, 'close');
  await model.pool.close();
}

async function route(request: IncomingMessage, response: ServerResponse, model: OpenModel): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'GET' && pathname === '/ping')
    answer(response, 200, { status: 'ok', modelId: model.pool.modelId });
  else if (request.method === 'POST' && pathname === '/invocations')
    answer(response, 200, await invoke(request, model));
  else
    answer(response, 404, {
      error: 'http.not-found',
      message: 'Only GET /ping and POST /invocations are served.',
    });
}

async function invoke(
  request: IncomingMessage,
  { modelPackage, pool }: OpenModel,
): Promise<{ predictions: number[] }> {
  const body = await readBody(request);
  const pictures = request.headers['content-type']?.startsWith('image/') === true ? [body] : picturesOf(body);
  const { tilePx } = modelPackage.manifest.input;
  const pixels = new Uint8Array(pictures.length * tilePx * tilePx * 3);
  for (const [i, picture] of pictures.entries())
    pixels.set(await decodeTile(picture, tilePx, i), i * tilePx * tilePx * 3);
  const { confidences } = await pool.score({ pixels, count: pictures.length });
  return { predictions: Array.from(confidences) };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBodyBytes) throw badRequest(`The request has more than ${maxBodyBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function picturesOf(body: Buffer): Buffer[] {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw badRequest('The body is not JSON.');
  }
  const result = invocationSchema.safeParse(value);
  if (!result.success) throw badRequest(describeZodError(result.error));
  return result.data.instances.map(({ b64 }) => Buffer.from(b64, 'base64'));
}

async function decodeTile(picture: Buffer, tilePx: number, index: number): Promise<Uint8Array> {
  try {
    return await sharp(picture, { limitInputPixels: 20_000_000 })
      .resize(tilePx, tilePx, { fit: 'fill' })
      .removeAlpha()
      .toColourspace('srgb')
      .raw()
      .toBuffer();
  } catch (error) {
    throw badRequest(
      `Instance ${index} is not a picture: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function badRequest(message: string): UmbelError {
  return new UmbelError({
    code: 'invocation.invalid',
    kind: 'bad-input',
    message,
    hint: 'Send {"instances": [{"b64": "..."}]} with tiles as pictures, or one picture as image/*.',
  });
}

function refuse(response: ServerResponse, error: unknown): void {
  console.error(error);
  const known = error instanceof UmbelError;
  const status = exitCodeOf(error) === 2 ? 400 : 500;
  answer(response, status, {
    error: known ? error.code : 'bug',
    message: known ? error.message : 'The tiles could not be scored.',
  });
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
