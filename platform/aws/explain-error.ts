import { type ErrorKind, UmbelError } from '#core/errors.ts';

interface Explanation {
  readonly code: string;
  readonly kind: ErrorKind;
  readonly text: string;
  readonly hint: string;
}

const credentials =
  'Sign in (aws sso login), or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';
const network = 'Check the connection and AWS_ENDPOINT_URL, then run the same command again.';

/** What refusals of AWS and of the way to it mean to whoever typed the command, by the name or code of the error. */
const explanations: readonly (readonly [names: readonly string[], explanation: Explanation])[] = [
  [
    ['CredentialsProviderError', 'TokenProviderError'],
    {
      code: 'aws.no-credentials',
      kind: 'configuration',
      text: 'There are no AWS credentials',
      hint: credentials,
    },
  ],
  [
    [
      'ExpiredToken',
      'ExpiredTokenException',
      'InvalidAccessKeyId',
      'SignatureDoesNotMatch',
      'UnrecognizedClientException',
      'InvalidClientTokenId',
    ],
    {
      code: 'aws.credentials-refused',
      kind: 'configuration',
      text: 'AWS does not accept the credentials',
      hint: credentials,
    },
  ],
  [
    ['AccessDenied', 'AccessDeniedException', 'Forbidden', '403'],
    {
      code: 'aws.denied',
      kind: 'configuration',
      text: 'AWS does not allow it with these credentials',
      hint: 'Ask for the right, or use another profile: AWS_PROFILE.',
    },
  ],
  [
    ['NoSuchBucket', 'ResourceNotFoundException', 'StateMachineDoesNotExist', 'QueueDoesNotExist'],
    {
      code: 'aws.resource-missing',
      kind: 'not-found',
      text: 'AWS knows no such bucket, table or workflow',
      hint: 'Check the names in the deployment file or the environment, and AWS_REGION.',
    },
  ],
  [
    [
      'ECONNREFUSED',
      'ENOTFOUND',
      'EAI_AGAIN',
      'ECONNRESET',
      'ETIMEDOUT',
      'EPIPE',
      'TimeoutError',
      'NetworkingError',
      'EHOSTUNREACH',
      'ENETUNREACH',
    ],
    { code: 'aws.unreachable', kind: 'try-again', text: 'AWS cannot be reached', hint: network },
  ],
  [
    [
      'SlowDown',
      'ThrottlingException',
      'Throttling',
      'ServiceUnavailable',
      'InternalError',
      'InternalServerError',
      '503',
      '500',
    ],
    {
      code: 'aws.busy',
      kind: 'try-again',
      text: 'AWS asks to come back later',
      hint: 'Run the same command again in a minute.',
    },
  ],
];

/** An error of AWS, or of the way to it, in plain words; any other error as it is. @param doing what was tried, e.g. `Uploading a.jpg` */
export function explainAwsError(error: unknown, doing: string): unknown {
  if (!(error instanceof Error) || error instanceof UmbelError) return error;
  if (/region is missing/i.test(error.message)) return noRegion(error);
  const names = namesOf(error);
  const found = explanations.find(([known]) => known.some((name) => names.includes(name)))?.[1];
  if (found === undefined) return error;
  return new UmbelError({
    code: found.code,
    kind: found.kind,
    message: `${doing}: ${found.text} (${error.message || error.name}).`,
    hint: found.hint,
    cause: error,
  });
}

/** Whether the same call may succeed a moment later. */
export function mayPass(error: unknown): boolean {
  const explained = explainAwsError(error, '');
  return explained instanceof UmbelError && explained.kind === 'try-again';
}

function namesOf(error: Error): string[] {
  const code = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const meta = '$metadata' in error ? (error.$metadata as { httpStatusCode?: number }) : {};
  return [error.name, ...code, ...(meta.httpStatusCode === undefined ? [] : [String(meta.httpStatusCode)])];
}

function noRegion(cause: Error): UmbelError {
  return new UmbelError({
    code: 'aws.no-region',
    kind: 'configuration',
    message: 'No AWS region is set.',
    hint: 'Set AWS_REGION, for instance eu-north-1.',
    cause,
  });
}
