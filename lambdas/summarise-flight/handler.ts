import { z } from 'zod';
import { runSchema } from '#core/flight/run.ts';
import { defineFunction } from '../function.ts';
import { announce } from './announce.ts';
import { summariseFlight } from './summarise-flight.ts';

const stageSchema = z.strictObject({ name: z.string(), startedAt: z.iso.datetime() });

const eventSchema = z.strictObject({
  kind: z.literal('summarise'),
  run: runSchema,
  photos: z.object({ count: z.int() }),
  /** When each stage of the workflow began. */
  stages: z.array(stageSchema).default([]),
});

/** Closes a run with its results. Doing it twice writes the same files again. */
export const handler = defineFunction({
  event: eventSchema,
  async work(event, { platform, metrics, context, logger }) {
    const warn = (message: string, error: unknown) => logger.warn(message, { error: String(error) });
    const summary = await summariseFlight(platform, event, warn);
    metrics.addMetric('Sightings', 'Count', summary.sightings);
    metrics.addMetric('TilesForReview', 'Count', summary.review);
    await announce(platform, { summary, context });
    const { files, ...figures } = summary;
    return { ...figures, report: files['report'] };
  },
});
