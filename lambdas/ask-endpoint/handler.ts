import { workerMessageSchema } from '#core/flight/run.ts';
import { sagemakerEndpoint } from '#platform/aws/scoring-endpoint.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { defineFunction } from '../function.ts';
import { askEndpoint } from './ask-endpoint.ts';

/** Hands a batch to the endpoint and returns; the workflow waits for the batch's token, which the endpoint's container reports. */
export const handler = defineFunction({
  event: workerMessageSchema,
  async work(message, { platform, logger }) {
    const endpoint = sagemakerEndpoint(requireEnvironment('inferenceEndpointName'));
    const key = await askEndpoint(platform, endpoint, message);
    logger.info('batch left with the endpoint', { runId: message.run.runId, kind: message.kind, key });
    return { key };
  },
});
