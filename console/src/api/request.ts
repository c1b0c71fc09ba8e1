import { UmbelError, type ErrorKind } from '#core/errors.ts';
import { identityHeaders } from './identity.ts';
import type { TypedDocument } from './typed-document.ts';

interface GraphqlProblem {
  readonly message: string;
  readonly errorType?: string;
  readonly errorInfo?: unknown;
  readonly extensions?: Readonly<Record<string, unknown>>;
}

interface Reply<Result> {
  readonly data?: Result | null;
  readonly errors?: readonly GraphqlProblem[];
}

/** Code of the error for a request that got no answer: the only one that the outbox tries again by itself for ever. */
export const offlineCode = 'network.offline';

const kinds: Readonly<Record<string, ErrorKind>> = {
  BAD_INPUT: 'bad-input',
  NOT_FOUND: 'not-found',
  CONFLICT: 'conflict',
  TRY_AGAIN: 'try-again',
  FORBIDDEN: 'configuration',
  // AppSync's own word, where it refuses before our code is asked.
  Unauthorized: 'configuration',
};

/**
 * The result of an operation.
 * @throws UmbelError `network.offline` without an answer, else with the code and kind that the server gives
 */
export async function request<Result, Variables>(
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const response = await post({ operationName: document.name, query: document.text, variables }, signal);
  const reply = await readReply<Result>(response);
  const problem = reply.errors?.[0];
  if (problem !== undefined) throw problemError(problem);
  if (reply.data === undefined || reply.data === null) throw serverError(response.status);
  return reply.data;
}

async function post(body: unknown, signal: AbortSignal | undefined): Promise<Response> {
  try {
    return await fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(await identityHeaders()) },
      body: JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new UmbelError({ code: offlineCode, kind: 'try-again', message: 'There is no connection.', cause });
  }
}

async function readReply<Result>(response: Response): Promise<Reply<Result>> {
  try {
    return (await response.json()) as Reply<Result>;
  } catch (cause) {
    // A gateway's page in place of an answer: as good as none.
    throw new UmbelError({
      code: response.status >= 500 ? offlineCode : 'network.answer',
      kind: 'try-again',
      message: `The server answered with status ${response.status}.`,
      cause,
    });
  }
}

function problemError({ message, errorType, errorInfo, extensions }: GraphqlProblem): UmbelError {
  const type = errorType ?? extensions?.['errorType'];
  const info = (errorInfo ?? extensions?.['errorInfo'] ?? {}) as {
    readonly code?: unknown;
    readonly hint?: unknown;
    readonly params?: unknown;
  };
  return new UmbelError({
    code:
      typeof info.code === 'string'
        ? info.code
        : (typeof type === 'string' ? type : 'server.error').toLowerCase(),
    kind: kinds[String(type)] ?? 'bug',
    message,
    ...(typeof info.hint === 'string' ? { hint: info.hint } : {}),
    details: { errorType: type, params: info.params },
  });
}

function serverError(status: number): UmbelError {
  return new UmbelError({
    code: status === 401 || status === 403 ? 'identity.missing' : 'network.answer',
    kind: status >= 500 ? 'try-again' : 'bug',
    message: `The server answered with status ${status}.`,
  });
}

/** The values that belong to an error's code, as the server gave them. */
export function paramsOf({ details }: UmbelError): Readonly<Record<string, string | number>> | undefined {
  const { params } = details;
  return typeof params === 'object' && params !== null
    ? (params as Record<string, string | number>)
    : undefined;
}

/** Whether a request failed because nobody answered: worth trying again without asking anyone. */
export function isOffline(error: unknown): boolean {
  return error instanceof UmbelError && error.code === offlineCode;
}
