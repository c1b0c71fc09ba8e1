import type { Construct } from 'constructs';
import {
  allow,
  allowIdempotency,
  allowRead,
  allowReadItems,
  allowWrite,
  allowWriteItems,
} from '../constructs/permissions.ts';
import { photoFunction } from '../constructs/photo-function.ts';
import type { TimedFunction } from '../workflows/flight/parts.ts';
import type { FunctionParts } from './parts.ts';

const timeoutS = 900;

/** Merges detections into sightings, writes all results of a run, and tells the event bus. */
export function summariseFlightFunction(scope: Construct, parts: FunctionParts): TimedFunction {
  const { config, sourceRoot, buckets, tables, eventBus } = parts;
  const lambda = photoFunction(scope, 'SummariseFlight', {
    name: 'summarise-flight',
    config,
    sourceRoot,
    memoryMb: 3008,
    timeoutS,
    surroundings: {
      uploadsBucket: buckets.uploads.bucketName,
      workBucket: buckets.work.bucketName,
      resultsBucket: buckets.results.bucketName,
      lakeBucket: buckets.lake.bucketName,
      modelsBucket: buckets.models.bucketName,
      flightsTable: tables.flights.tableName,
      photosTable: tables.photos.tableName,
      scoresTable: tables.scores.tableName,
      idempotencyTable: tables.idempotency.tableName,
      eventBusName: eventBus.eventBusName,
    },
  });
  for (const bucket of [buckets.work, buckets.models]) allowRead(lambda, bucket);
  // The terrain of the flight.
  allowRead(lambda, buckets.uploads, 'flights/');
  allowWrite(lambda, buckets.results);
  allowRead(lambda, buckets.lake);
  allowWrite(lambda, buckets.lake);
  for (const table of [tables.flights, tables.photos, tables.scores]) allowReadItems(lambda, table);
  allowWriteItems(lambda, tables.flights);
  allowIdempotency(lambda, tables.idempotency);
  allow(lambda, ['events:PutEvents'], [eventBus.eventBusArn]);
  return { lambda, timeoutS };
}
