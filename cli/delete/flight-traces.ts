import type { EnvironmentKey } from '#core/environment.ts';
import { runPrefix, uploadKey } from '#core/flight/keys.ts';
import { listPartition } from '#platform/tables/flights-table.ts';

/** Objects below a key. */
export interface ObjectTrace {
  readonly bucket: EnvironmentKey;
  readonly prefix: string;
}

/** Items of one partition of a table. */
export interface ItemTrace {
  readonly table: EnvironmentKey;
  readonly partition: readonly [name: string, value: string];
  readonly sort: string;
  /** The one item with this sort key; absent: all of them. */
  readonly only?: string;
}

export interface FlightTraces {
  readonly objects: readonly ObjectTrace[];
  readonly items: readonly ItemTrace[];
  /** What says that there is a flight: it goes last, so that a deletion that was cut off can be done again. */
  readonly last: readonly ItemTrace[];
}

/** Names of everything that a flight and its runs leave behind, beside the lake: see core/flight/keys.ts and lib/stacks/data-stack.ts. */
export function flightTraces(flightId: string, runIds: readonly string[]): FlightTraces {
  const ofFlight = (table: EnvironmentKey): ItemTrace => ({
    table,
    partition: ['flightId', flightId],
    sort: 'sk',
  });
  return {
    objects: [
      { bucket: 'uploadsBucket', prefix: uploadKey(flightId, '') },
      { bucket: 'workBucket', prefix: `sheets/${flightId}/` },
      { bucket: 'workBucket', prefix: `previews/${flightId}/` },
      { bucket: 'resultsBucket', prefix: `${flightId}/` },
      ...runIds.flatMap((runId): ObjectTrace[] => [
        { bucket: 'workBucket', prefix: `${runPrefix(runId)}/` },
        { bucket: 'reviewBucket', prefix: `tiles/${runId}/` },
      ]),
    ],
    items: [
      ofFlight('photosTable'),
      ofFlight('labelsTable'),
      ofFlight('fieldMarksTable'),
      ...runIds.flatMap((runId): ItemTrace[] => [
        { table: 'scoresTable', partition: ['runId', runId], sort: 'photoId' },
        { table: 'reviewsTable', partition: ['runId', runId], sort: 'tileId' },
      ]),
    ],
    last: [
      { ...ofFlight('flightsTable'), partition: ['flightId', listPartition], only: flightId },
      ofFlight('flightsTable'),
    ],
  };
}

/** Names that a deletion has to know. */
export const deletionNeeds: readonly EnvironmentKey[] = [
  'uploadsBucket',
  'workBucket',
  'reviewBucket',
  'resultsBucket',
  'lakeBucket',
  'flightsTable',
  'photosTable',
  'scoresTable',
  'reviewsTable',
  'labelsTable',
  'fieldMarksTable',
  'reviewQueueTable',
  'modelsBucket',
  'idempotencyTable',
];
