import { Duration } from 'aws-cdk-lib';
import { JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';
import { wornOutError } from '#core/work-queue.ts';

/** Waits of 1 to `maxDelayS` seconds that double, each drawn at random from zero: a crowd does not come back at once. */
function backoff(maxAttempts: number, intervalS: number, maxDelayS: number): Omit<RetryProps, 'errors'> {
  return {
    interval: Duration.seconds(intervalS),
    backoffRate: 2,
    maxAttempts,
    maxDelay: Duration.seconds(maxDelayS),
    jitterStrategy: JitterType.FULL,
  };
}

/**
 * What any step reports that met a service which did not keep up: it waited for some seconds itself, this waits for
 * minutes. Nothing is done twice: each step finds what it finished.
 */
export const busyRetry: RetryProps = {
  errors: ['cloud.busy', 'object.busy', 'events.refused', 'announcement.in-progress'],
  ...backoff(8, 2, 60),
};

/** How Step Functions names the death of a function's program; a lack of memory is among the unknown. */
const crashes = ['Lambda.Unknown', 'Runtime.ExitError', 'Runtime.OutOfMemory'];

/** For Lambda's own failures, not the handler's: first the service, then memory and time, which may run out again. */
export const lambdaRetries: readonly RetryProps[] = [
  busyRetry,
  {
    errors: [
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.ClientExecutionTimeoutException',
      'Lambda.TooManyRequestsException',
    ],
    ...backoff(5, 2, 30),
  },
  { errors: ['Sandbox.Timedout', 'States.Timeout'], ...backoff(1, 2, 10) },
];

/** For a function that died at its work: once more. */
export const crashRetry: RetryProps = { errors: crashes, ...backoff(1, 2, 10) };

/**
 * The same for a batch of photos. One death makes whoever comes next careful, and each photo that ends its program costs
 * two more (platform/careful-batch.ts): there is room for half of a batch of twenty. Deaths are quick: all tries fit into
 * the five minutes of an EXPRESS child.
 */
export const batchCrashRetry: RetryProps = { errors: crashes, ...backoff(21, 1, 5) };

/**
 * For a batch whose message is worn out by photos that end the worker, at 4 deaths a message: room for half of a batch of
 * a hundred, all of them found within the hours that this takes. More than that is no matter of photos.
 */
export const wornOutRetry: RetryProps = { errors: [wornOutError], ...backoff(26, 1, 5) };

/** A handler that works on a batch of photos reports bad photos as outcomes: what it throws may pass. */
export const batchRetry: RetryProps = { errors: ['States.TaskFailed'], ...backoff(2, 2, 10) };

/**
 * What a worker reports that the next try would meet again. The States Language has no patterns for error names, so
 * every such `model.*` code stands here; a test compares the list with the code.
 */
export const lastingModelErrors: readonly string[] = [
  'engine-missing',
  'engine-not-installed',
  'engine-unknown',
  'file-missing',
  'hash-mismatch',
  'insane',
  'layers-model-missing',
  'manifest-invalid',
  'nan',
  'none',
  'not-found',
  'not-remote',
  'onnx-missing',
  'outputs-mismatch',
  'sanity-unreadable',
  'shape-mismatch',
  'topology-invalid',
  'weights-unreadable',
].map((code) => `model.${code}`);

/** The same of a model that runs elsewhere: what its server will answer again. */
export const lastingRemoteErrors: readonly string[] = [
  'remote.address-refused',
  'remote.answer-invalid',
  'remote.failed',
  'remote.refused',
];

/**
 * For work that a worker does, in this order: a model that does not work now will not work in a minute; anything else,
 * a lost message or worker above all, may pass.
 */
export const workerRetries: readonly RetryProps[] = [
  { errors: [...lastingModelErrors, ...lastingRemoteErrors], maxAttempts: 0 },
  busyRetry,
  { errors: ['States.ALL'], ...backoff(3, 5, 60) },
];
