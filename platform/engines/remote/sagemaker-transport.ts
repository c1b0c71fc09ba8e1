import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import type { RemoteModel } from '#core/model/remote.ts';
import type { RemoteRequest, RemoteTransport } from './exchange.ts';
import { RemoteError } from './remote-error.ts';

type SageMakerModel = Extract<RemoteModel, { protocol: 'sagemaker' }>;

/**
 * A transport over InvokeEndpoint of the SageMaker runtime. Region and credentials are the caller's, as the SDK finds them.
 * The SDK itself does not retry: what may be sent again is decided in one place for all protocols.
 */
export function sagemakerTransport(model: SageMakerModel): RemoteTransport {
  const client = new SageMakerRuntimeClient({
    maxAttempts: 1,
    ...(model.region === undefined ? {} : { region: model.region }),
  });
  const where = `SageMaker endpoint ${model.endpointName}`;
  return {
    where,
    send: (request) => invoke(client, model, request),
    close: () => client.destroy(),
  };
}

async function invoke(
  client: SageMakerRuntimeClient,
  { endpointName, targetModel, timeoutMs }: SageMakerModel,
  { body, contentType }: RemoteRequest,
): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { Body } = await client.send(
      new InvokeEndpointCommand({
        EndpointName: endpointName,
        Body: body,
        ContentType: contentType,
        Accept: 'application/json',
        ...(targetModel === undefined ? {} : { TargetModel: targetModel }),
      }),
      { abortSignal: signal },
    );
    return Body;
  } catch (error) {
    const timedOut = signal.aborted;
    const status = timedOut ? undefined : statusOf(error);
    const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new RemoteError(`SageMaker endpoint ${endpointName}`, {
      problem: timedOut ? `no answer within ${timeoutMs} ms` : said,
      timedOut,
      cause: error,
      ...(status === undefined ? {} : { status }),
    });
  }
}

/**
 * HTTP status of an SDK error; 424 (the container failed) counts as a server's failure, 400 with throttling as busy.
 * Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html#API_runtime_InvokeEndpoint_Errors
 */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'ThrottlingException') return 429;
  if (error.name === 'CredentialsProviderError') return 403;
  if (error.name === 'ModelError') return 500;
  const metadata: unknown = Reflect.get(error, '$metadata');
  const status: unknown =
    typeof metadata === 'object' && metadata !== null ? Reflect.get(metadata, 'httpStatusCode') : undefined;
  return typeof status === 'number' ? status : undefined;
}
