import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { UmbelError } from '#core/errors.ts';
import { type WorkerMessage, workerMessageSchema } from '#core/flight/run.ts';
import { describeZodError } from '#core/validation.ts';
import type { Platform } from '#platform/platform.ts';
import { performTask } from '#platform/task-worker.ts';
import { modelKeeper } from './model-keeper.ts';
import { perform } from './worker.ts';

/** A hundred photos take 30 kB; more is no batch. */
const maxBodyBytes = 4_000_000;

export interface ServeBatchesOptions {
  readonly port: number;
  readonly signal: AbortSignal;
}

/**
 * Answers HTTP as an asynchronous SageMaker endpoint must: `GET /ping` is 200, `POST /invocations` takes a batch as the
 * queue of workers would hold it, scores it from the sheets, writes the scores and reports the batch's token. The answer
 * says only how that ended: `{outcome}`. A batch that failed is reported to the workflow, so it is no failure of HTTP.
 * @throws UmbelError `task.stuck` when a batch hangs: the program has to be started anew
 */
export async function serveBatches(platform: Platform, { port, signal }: ServeBatchesOptions): Promise<void> {
  const models = modelKeeper(platform.objects);
  const stuck = Promise.withResolvers<never>();
  const server = createServer((request, response) => {
    route(request, response, { platform, models }).catch((error: unknown) => {
      refuse(response, error);
      // The engine hangs, and nothing but the end of the program ends it.
      if (error instanceof UmbelError && error.code === 'task.stuck') stuck.reject(error);
    });
  });
  // A batch may take as long as SageMaker waits.
  server.requestTimeout = 0;
  server.listen(port);
  await once(server, 'listening');
  const address = server.address();
  console.log(
    JSON.stringify({ serving: 'batches', port: typeof address === 'object' ? address?.port : port }),
  );
  if (!signal.aborted) await Promise.race([once(signal, 'abort'), stuck.promise]);
  server.close();
  await once(server, 'close');
  await models.close();
}

interface Serving {
  readonly platform: Platform;
  readonly models: ReturnType<typeof modelKeeper>;
}

async function route(request: IncomingMessage, response: ServerResponse, serving: Serving): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  if (request.method === 'GET' && pathname === '/ping') answer(response, 200, { status: 'ok' });
  else if (request.method === 'POST' && pathname === '/invocations')
    answer(response, 200, { outcome: await done(await batchOf(request), serving) });
  else
    answer(response, 404, {
      error: 'http.not-found',
      message: 'Only GET /ping and POST /invocations are served.',
    });
}

function done(task: WorkerMessage, { platform, models }: Serving): Promise<string> {
  return performTask(platform, task, {
    perform: (message, signal) => perform(platform, { task: message, models, signal }),
    // SageMaker keeps the request while it is worked on.
    keep: () => Promise.resolve(),
  });
}

async function batchOf(request: IncomingMessage): Promise<WorkerMessage> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBodyBytes) throw badBatch(`it has more than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  let value: unknown;
  try {
    value = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw badBatch('it is not JSON');
  }
  const result = workerMessageSchema.safeParse(value);
  if (!result.success) throw badBatch(describeZodError(result.error));
  return result.data;
}

function badBatch(problem: string): UmbelError {
  return new UmbelError({
    code: 'invocation.invalid',
    kind: 'bad-input',
    message: `The request is no batch: ${problem}.`,
    hint: 'Send what the workflow sends to workers: kind, taskToken, run and photos.',
  });
}

function refuse(response: ServerResponse, error: unknown): void {
  console.error(error);
  const known = error instanceof UmbelError && error.kind === 'bad-input';
  answer(response, known ? 400 : 500, {
    error: known ? error.code : 'bug',
    message: known ? error.message : 'The batch could not be handled.',
  });
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}
