import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { Context } from 'aws-lambda';
import type { RunSummary } from '#core/flight/summary.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';

export interface Announcement {
  readonly summary: RunSummary;
  readonly context: Context;
}

/**
 * Publishes "Flight Summarised" once per run: people are notified by it, and a repeated summary must not send crews out
 * twice. Within a day; a later repetition is somebody's wish.
 */
export async function announce(platform: Platform, { summary, context }: Announcement): Promise<void> {
  const config = new IdempotencyConfig({ eventKeyJmesPath: 'runId', expiresAfterSeconds: 86_400 });
  config.registerLambdaContext(context);
  const publishOnce = makeIdempotent(
    async ({ runId }: { runId: string }) => {
      const detail = {
        runId,
        flightId: summary.flightId,
        sightings: summary.sightings,
        bands: summary.bands,
        photos: { ...summary.photos },
      };
      await platform.events.publish({ source: 'umbel', detailType: 'Flight Summarised', detail });
      return { published: true };
    },
    {
      persistenceStore: new DynamoDBPersistenceLayer({ tableName: requireEnvironment('idempotencyTable') }),
      config,
      keyPrefix: 'flight-summarised',
    },
  );
  await publishOnce({ runId: summary.runId });
}
