import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { runPrefix } from '#core/flight/keys.ts';
import type { Config } from '../config.ts';
import type { InferenceEndpoint } from '../constructs/inference-endpoint.ts';
import { nodeFunction } from '../constructs/node-function.ts';
import { allow, allowWrite } from '../constructs/permissions.ts';
import type { TimedFunction } from '../workflows/flight/parts.ts';

const timeoutS = 60;

export interface AskEndpointParts {
  readonly config: Config;
  /** Root of the repository. */
  readonly sourceRoot: string;
  readonly workBucket: IBucket;
  readonly endpoint: InferenceEndpoint;
}

/** Hands a batch to the endpoint. It writes the batch down, for an asynchronous endpoint reads its requests from S3. */
export function askEndpointFunction(
  scope: Construct,
  { config, sourceRoot, workBucket, endpoint }: AskEndpointParts,
): TimedFunction {
  const lambda = nodeFunction(scope, 'AskEndpoint', {
    name: 'ask-endpoint',
    config,
    sourceRoot,
    memoryMb: 512,
    timeoutS,
    surroundings: { workBucket: workBucket.bucketName, inferenceEndpointName: endpoint.endpointName },
  });
  allowWrite(lambda, workBucket, runPrefix('*/endpoint/'));
  allow(lambda, ['sagemaker:InvokeEndpointAsync'], [endpoint.endpointArn]);
  return { lambda, timeoutS };
}
