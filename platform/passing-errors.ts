import { UmbelError } from '#core/errors.ts';

/**
 * Names and codes of errors that say "later": too many calls, a service that is away, a connection that broke.
 * Sources: "Error responses" in the references of S3, DynamoDB, SQS, Step Functions and EventBridge; errno(3).
 */
const passingNames: ReadonlySet<string> = new Set([
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
  'KmsThrottlingException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'InternalError',
  'InternalFailure',
  'InternalException',
  'InternalServerError',
  'RequestTimeout',
  'RequestTimeoutException',
  'TimeoutError',
  'NetworkingError',
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Errors of our own adapters that say the same. */
const passingCodes: ReadonlySet<string> = new Set(['events.refused']);

/** What a gateway or a server answers that could not look at the request. */
const passingStatuses: ReadonlySet<number> = new Set([429, 500, 502, 503, 504]);

/** Whether the same call may succeed a moment later, for any error of a service or of the way to it. */
export function mayPass(error: unknown): boolean {
  if (error instanceof UmbelError) return passingCodes.has(error.code);
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return passingNames.has(error.name) || passingNames.has(code) || passingStatuses.has(statusOf(error) ?? 0);
}

function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null)
    return undefined;
  const { httpStatusCode } = error.$metadata as { readonly httpStatusCode?: number };
  return httpStatusCode;
}

/** The code under which workflows know that a service did not keep up: their `Retry` waits for it. */
export const busyCode = 'cloud.busy';

/**
 * An error that may pass under a name that workflows wait for; any other error as it is. Of the SDK's errors each
 * service has its own, and more come: the States Language knows only names.
 */
export function namePassing(error: unknown): unknown {
  // Those of our own have their names.
  if (!mayPass(error) || error instanceof UmbelError) return error;
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new UmbelError({
    code: busyCode,
    kind: 'try-again',
    message: `A service of the cloud did not keep up (${said}).`,
    hint: 'It is tried again by itself; when it stays, look at the health of the services.',
    cause: error,
  });
}
