import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { parser } from '@aws-lambda-powertools/parser/middleware';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { z } from 'zod';
import { namePassing } from '#platform/passing-errors.ts';
import { openPlatform, type Platform } from '#platform/platform.ts';
import { traceCalls } from './tracing.ts';

/** What a function's work gets beside its event. */
export interface FunctionTools {
  readonly platform: Platform;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly context: Context;
}

export interface FunctionDefinition<Schema extends z.ZodType, Result> {
  /** Shape of the event; anything else is refused. */
  readonly event: Schema;
  readonly work: (event: z.output<Schema>, tools: FunctionTools) => Promise<Result>;
}

/**
 * A Lambda handler: decodes the event, does the work, logs, counts and traces. What fails because a service did not keep
 * up fails as `cloud.busy`, which workflows wait for.
 * Names of service and metrics namespace come from the environment (POWERTOOLS_*).
 */
export function defineFunction<Schema extends z.ZodType, Result>({
  event: schema,
  work,
}: FunctionDefinition<Schema, Result>) {
  const logger = new Logger();
  const metrics = new Metrics();
  return middy()
    .use(traceCalls())
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics))
    .use(parser({ schema }))
    .handler(async (event, context: Context): Promise<Result> => {
      const platform = await openPlatform();
      try {
        return await work(event as z.output<Schema>, { platform, logger, metrics, context });
      } catch (error) {
        throw namePassing(error);
      }
    });
}

/** Counts photos in a metric of the function. */
export function countPhotos(metrics: Metrics, name: string, photos: number): void {
  if (photos > 0) metrics.addMetric(name, MetricUnit.Count, photos);
}
