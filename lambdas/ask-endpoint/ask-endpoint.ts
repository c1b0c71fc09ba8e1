import { createHash } from 'node:crypto';
import { endpointRequestKey } from '#core/flight/keys.ts';
import type { WorkerMessage } from '#core/flight/run.ts';
import type { ScoringEndpoint } from '#platform/aws/scoring-endpoint.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';

/** How long a batch may wait for an instance, seconds: longer than the workflow waits, which then sends it anew. */
const withinS = 3600;

/**
 * Writes the batch down beside the run's lists and leaves it with the endpoint; returns its key. The name comes from the
 * token, so a call that Lambda repeats writes the same object, and a batch that comes twice is scored once.
 */
export async function askEndpoint(
  { objects }: Pick<Platform, 'objects'>,
  endpoint: ScoringEndpoint,
  message: WorkerMessage,
): Promise<string> {
  const digest = createHash('sha256').update(message.taskToken).digest('hex').slice(0, 32);
  const ref = {
    bucket: requireEnvironment('workBucket'),
    key: endpointRequestKey(message.run.runId, digest),
  };
  await objects.put(ref, JSON.stringify(message), 'application/json');
  await endpoint.leave(ref, { withinS });
  return ref.key;
}
