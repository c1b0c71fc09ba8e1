import { InvokeEndpointAsyncCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { ObjectRef } from '../ports.ts';

/** An endpoint that scores batches, and reports each batch's token itself. */
export interface ScoringEndpoint {
  /** Leaves the batch that lies in S3 with the endpoint, which keeps it until an instance takes it. @param options.withinS how long it may wait, and how long it may take */
  leave(request: ObjectRef, options: { readonly withinS: number }): Promise<void>;
}

/** Most that an asynchronous endpoint lets an invocation take, seconds. */
const invocationMaxS = 3600;
/** Most that it keeps a request, seconds. */
const waitMaxS = 21_600;

/** An asynchronous endpoint of SageMaker. Source: Amazon SageMaker API Reference, InvokeEndpointAsync. */
export function sagemakerEndpoint(
  endpointName: string,
  client: SageMakerRuntimeClient = new SageMakerRuntimeClient({}),
): ScoringEndpoint {
  return {
    async leave({ bucket, key }, { withinS }) {
      await client.send(
        new InvokeEndpointAsyncCommand({
          EndpointName: endpointName,
          InputLocation: `s3://${bucket}/${key}`,
          ContentType: 'application/json',
          Accept: 'application/json',
          InvocationTimeoutSeconds: Math.min(invocationMaxS, withinS),
          RequestTTLSeconds: Math.min(waitMaxS, withinS),
        }),
      );
    },
  };
}
