import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Construct } from 'constructs';
import { nodeFunction } from '../constructs/node-function.ts';
import { allow, allowRead, allowReadItems } from '../constructs/permissions.ts';
import type { TimedFunction } from '../workflows/flight/parts.ts';
import type { AnalyticsParts } from './tend-lake.ts';

const timeoutS = 900;

/** Judges the models on the flights of the last days. */
export function watchDriftFunction(
  scope: Construct,
  { config, sourceRoot, buckets, tables, eventBus }: AnalyticsParts & { readonly eventBus: EventBus },
): TimedFunction {
  const lambda = nodeFunction(scope, 'WatchDrift', {
    name: 'watch-drift',
    config,
    sourceRoot,
    memoryMb: 1769,
    timeoutS,
    surroundings: {
      lakeBucket: buckets.lake.bucketName,
      resultsBucket: buckets.results.bucketName,
      modelsBucket: buckets.models.bucketName,
      flightsTable: tables.flights.tableName,
      photosTable: tables.photos.tableName,
      scoresTable: tables.scores.tableName,
      labelsTable: tables.labels.tableName,
      eventBusName: eventBus.eventBusName,
    },
  });
  for (const bucket of [buckets.lake, buckets.results, buckets.models]) allowRead(lambda, bucket);
  for (const table of [tables.flights, tables.photos, tables.scores, tables.labels])
    allowReadItems(lambda, table);
  allow(lambda, ['events:PutEvents'], [eventBus.eventBusArn]);
  return { lambda, timeoutS };
}
