import http from 'node:http';
import https from 'node:https';
import { UmbelError } from '#core/errors.ts';
import { type AddressGuard, createAddressGuard } from './address-guard.ts';
import { authorizationFor } from './authorization.ts';
import type { RemoteRequest, RemoteTransport } from './exchange.ts';
import { answerInvalid, RemoteError } from './remote-error.ts';
import { retryAfterMs } from './retry.ts';

export interface HttpTarget {
  readonly url: URL;
  readonly timeoutMs: number;
  readonly inFlight: number;
}

/** Scores of a batch are a few kilobytes; more is not an answer. */
const maxAnswerBytes = 16_000_000;

/**
 * A transport that POSTs to one address. Redirects are not followed: they could lead where the guard would not go.
 * @throws UmbelError `remote.address-refused`
 */
export function httpTransport(target: HttpTarget): RemoteTransport {
  const { url, inFlight } = target;
  const guard = createAddressGuard(url);
  const module = url.protocol === 'https:' ? https : http;
  const agent = new module.Agent({ keepAlive: true, maxSockets: inFlight });
  const authorization = authorizationFor(url);
  return {
    where: `${url.origin}${url.pathname}`,
    send: (request) => post({ ...target, module, agent, lookup: guard.lookup, authorization }, request),
    close: () => agent.destroy(),
  };
}

interface Posting extends HttpTarget {
  readonly module: typeof http | typeof https;
  readonly agent: http.Agent;
  readonly lookup: AddressGuard['lookup'];
  readonly authorization: string | undefined;
}

async function post(posting: Posting, { body, contentType, headers }: RemoteRequest): Promise<Uint8Array> {
  const { url, timeoutMs, module, agent, lookup, authorization } = posting;
  const where = `${url.origin}${url.pathname}`;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const request = module.request(url, {
        method: 'POST',
        agent,
        lookup,
        signal,
        headers: {
          'content-type': contentType,
          'content-length': body.byteLength,
          accept: 'application/json',
          ...(authorization === undefined ? {} : { authorization }),
          ...headers,
        },
      });
      request.on('response', resolve).on('error', reject).end(body);
    });
    const answer = await readAnswer(response);
    const status = response.statusCode ?? 0;
    if (status >= 200 && status < 300) return answer;
    throw refusal(where, status, { answer, retryAfter: response.headers['retry-after'] });
  } catch (error) {
    if (error instanceof UmbelError) throw error;
    const timedOut = signal.aborted;
    const problem = timedOut ? `no answer within ${timeoutMs} ms` : textOf(error);
    throw new RemoteError(where, { problem, timedOut, cause: error });
  }
}

async function readAnswer(response: http.IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxAnswerBytes) {
      response.destroy();
      throw answerInvalid(`it has more than ${maxAnswerBytes} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refusal(
  where: string,
  status: number,
  { answer, retryAfter }: { answer: Uint8Array; retryAfter: string | undefined },
): RemoteError {
  const isRedirect = status >= 300 && status < 400;
  const said = new TextDecoder().decode(answer.subarray(0, 300)).replace(/\s+/g, ' ').trim();
  const problem = isRedirect ? 'a redirect, which is not followed' : said || 'without a word';
  const waitMs = retryAfterMs(retryAfter);
  return new RemoteError(where, {
    status,
    problem,
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
  });
}

/** An AggregateError (several addresses tried) has no text of its own. */
function textOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(textOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
