import { z } from 'zod';
import { runSchema } from '#core/flight/run.ts';
import { defineFunction } from '../function.ts';
import { announce } from './announce.ts';
import { recordFailure } from './record-failure.ts';
import { summariseFlight } from './summarise-flight.ts';

const stageSchema = z.strictObject({ name: z.string(), startedAt: z.iso.datetime() });

const eventSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('summarise'),
    run: runSchema,
    photos: z.object({ count: z.int() }),
    /** When each stage of the workflow began. */
    stages: z.array(stageSchema).default([]),
  }),
  z.strictObject({
    kind: z.literal('failed'),
    runId: z.string(),
    flightId: z.string(),
    error: z.string(),
    cause: z.string(),
  }),
]);

/** Closes a run: its results, or the record of its failure. Doing it twice writes the same files again. */
export const handler = defineFunction({
  event: eventSchema,
  async work(event, { platform, metrics, context, logger }) {
    if (event.kind === 'failed') return recordFailure(platform, event);
    const warn = (message: string, error: unknown) => logger.warn(message, { error: String(error) });
    const summary = await summariseFlight(platform, event, warn);
    metrics.addMetric('Sightings', 'Count', summary.sightings);
    metrics.addMetric('TilesForReview', 'Count', summary.review);
    await announce(platform, { summary, context });
    const { files, ...figures } = summary;
    return { ...figures, report: files['report'] };
  },
});
