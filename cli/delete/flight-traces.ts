import type { EnvironmentKey } from '#core/environment.ts';
import { listPartition } from '#platform/tables/flights-table.ts';
import { itemPlaces } from './item-places.ts';
import { objectPlaces } from './object-places.ts';

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

/** Names of everything that a flight and its runs leave behind and that carries their names: see object-places.ts and item-places.ts. */
export function flightTraces(flightId: string, runIds: readonly string[]): FlightTraces {
  return {
    objects: objectPlaces.flatMap(({ bucket, answer }): ObjectTrace[] => {
      if (answer.by === 'flight') return [{ bucket, prefix: answer.prefixOf(flightId) }];
      return answer.by === 'run' ? runIds.map((runId) => ({ bucket, prefix: answer.prefixOf(runId) })) : [];
    }),
    items: itemPlaces.flatMap(({ table, answer }): ItemTrace[] => {
      if (answer.by === 'flight') return [{ table, partition: ['flightId', flightId], sort: answer.sort }];
      return answer.by === 'run'
        ? runIds.map((runId) => ({ table, partition: ['runId', runId], sort: answer.sort }))
        : [];
    }),
    last: [
      { table: 'flightsTable', partition: ['flightId', listPartition], sort: 'sk', only: flightId },
      { table: 'flightsTable', partition: ['flightId', flightId], sort: 'sk' },
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
