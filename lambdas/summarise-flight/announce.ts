import {
  IdempotencyAlreadyInProgressError,
  IdempotencyConfig,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency';
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { Context } from 'aws-lambda';
import { UmbelError } from '#core/errors.ts';
import type { RunSummary } from '#core/flight/summary.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';

export interface Announcement {
  readonly summary: RunSummary;
  readonly context: Context;
}

/** Longer than an event takes to be published, with all patience: after that whoever claimed to do it is dead. */
const claimMs = 25_000;

/**
 * Publishes "Flight Summarised" once per run: people are notified by it, and a repeated summary must not send crews out
 * twice. Within a day; a later repetition is somebody's wish.
 * @throws UmbelError `announcement.in-progress` where a try that never came back may have been about to: its claim ends soon,
 * and workflows wait for that
 */
export async function announce(platform: Platform, { summary, context }: Announcement): Promise<void> {
  const config = new IdempotencyConfig({ eventKeyJmesPath: 'runId', expiresAfterSeconds: 86_400 });
  const leftMs = () => Math.min(claimMs, context.getRemainingTimeInMillis());
  config.registerLambdaContext({ ...context, getRemainingTimeInMillis: leftMs });
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
  try {
    await publishOnce({ runId: summary.runId });
  } catch (error) {
    throw error instanceof IdempotencyAlreadyInProgressError ? inProgress(summary.runId, error) : error;
  }
}

function inProgress(runId: string, cause: Error): UmbelError {
  return new UmbelError({
    code: 'announcement.in-progress',
    kind: 'try-again',
    message: `Another try is about to tell of the run ${runId}, or ended before it could.`,
    hint: 'It is tried again by itself within a minute.',
    cause,
  });
}
