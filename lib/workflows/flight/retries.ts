import { Duration } from 'aws-cdk-lib';
import { JitterType, type RetryProps } from 'aws-cdk-lib/aws-stepfunctions';

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

/** For Lambda's own failures, not the handler's: first the service, then memory and time, which may run out again. */
export const lambdaRetries: readonly RetryProps[] = [
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
  { errors: ['Lambda.Unknown', 'Sandbox.Timedout', 'States.Timeout'], ...backoff(1, 2, 10) },
];

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
  'remote.refused',
];

/**
 * For work that a worker does, in this order: a model that does not work now will not work in a minute; anything else,
 * a lost message or worker above all, may pass.
 */
export const workerRetries: readonly RetryProps[] = [
  { errors: [...lastingModelErrors, ...lastingRemoteErrors], maxAttempts: 0 },
  { errors: ['States.ALL'], ...backoff(3, 5, 60) },
];
