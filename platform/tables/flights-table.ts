import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { FlightManifest } from '#core/flight/manifest.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import { batchGet, queryAll } from './document-client.ts';

/** What is kept of a flight: its manifest without the list of photos. */
export interface FlightRecord {
  readonly flightId: string;
  readonly manifest: Omit<FlightManifest, 'photos'>;
  readonly photos: number;
  readonly latestRunId: string;
  /** When the latest run started; records of older versions have none. */
  readonly startedAt?: string;
}

/** A flight in the list of all flights. */
export interface ListedFlight {
  readonly flightId: string;
  readonly latestRunId: string;
  readonly startedAt: string;
}

/** What people and their work say of a flight, beside its runs. */
export interface FlightState {
  readonly flightId: string;
  /** Confidence from which map and exports show sightings; absent: the model's own. */
  readonly threshold?: number;
  /** Counts what people saved. */
  readonly version: number;
  /** Counts labels: whoever keeps a copy of them knows when it is old. */
  readonly labelVersion: number;
  /** Counts field marks. */
  readonly markVersion: number;
}

/**
 * Flights and their runs: partition flightId, sort `flight`, `state` or `run#<runId>`; partition `#flights` lists them
 * all (no flight has that id), sort flightId.
 */
export interface FlightsTable {
  putFlight(record: FlightRecord): Promise<void>;
  getFlight(flightId: string): Promise<FlightRecord | undefined>;
  putRun(record: RunRecord): Promise<void>;
  /** Writes a record in place of one that was read; `changed` where somebody has written since. */
  replaceRun(record: RunRecord, former: RunRecord | undefined): Promise<'replaced' | 'changed'>;
  getRun(flightId: string, runId: string): Promise<RunRecord | undefined>;
  /** Every flight, in the order of their ids. */
  listFlights(): AsyncIterable<ListedFlight>;
  getState(flightId: string): Promise<FlightState>;
  /** The states of several flights, by flight. */
  getStates(flightIds: readonly string[]): Promise<Map<string, FlightState>>;
  /** Counts one more label or mark. */
  countUp(flightId: string, what: 'labelVersion' | 'markVersion'): Promise<void>;
  /** Saves the threshold, null for the model's own; `changed` when the version is no longer the expected one. */
  saveThreshold(save: {
    flightId: string;
    threshold: number | null;
    expectedVersion: number;
  }): Promise<'saved' | 'changed'>;
  /** Every run of a flight in the order of run ids. */
  listRuns(flightId: string): AsyncIterable<RunRecord>;
}

export function flightsTable(client: DynamoDBDocumentClient, table: string): FlightsTable {
  const get = async (flightId: string, sk: string) =>
    (await client.send(new GetCommand({ TableName: table, Key: { flightId, sk }, ConsistentRead: true })))
      .Item;
  return {
    async putFlight(record) {
      const { flightId, latestRunId, startedAt = '' } = record;
      const listed = { listed: flightId, latestRunId, startedAt };
      await client.send(new PutCommand({ TableName: table, Item: { ...record, sk: 'flight' } }));
      await client.send(
        new PutCommand({ TableName: table, Item: { ...listed, flightId: listPartition, sk: flightId } }),
      );
    },
    async *listFlights() {
      const items = queryAll<Omit<ListedFlight, 'flightId'> & { listed: string }>(client, {
        TableName: table,
        KeyConditionExpression: 'flightId = :list',
        ExpressionAttributeValues: { ':list': listPartition },
      });
      for await (const { listed, latestRunId, startedAt } of items)
        yield { flightId: listed, latestRunId, startedAt };
    },
    async getState(flightId) {
      const Key = { flightId, sk: 'state' };
      const { Item } = await client.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }));
      return { flightId, ...noState, ...Item };
    },
    async getStates(flightIds) {
      const ids = [...new Set(flightIds)];
      const keys = ids.map((flightId) => ({ flightId, sk: 'state' }));
      const found = await batchGet<Partial<FlightState> & { flightId: string }>(client, table, keys);
      const states = new Map<string, FlightState>(
        ids.map((flightId) => [flightId, { flightId, ...noState }]),
      );
      for (const state of found) states.set(state.flightId, { ...noState, ...state });
      return states;
    },
    async countUp(flightId, what) {
      await client.send(
        new UpdateCommand({
          TableName: table,
          Key: { flightId, sk: 'state' },
          UpdateExpression: 'ADD #what :one',
          ExpressionAttributeNames: { '#what': what },
          ExpressionAttributeValues: { ':one': 1 },
        }),
      );
    },
    saveThreshold: (save) => saveThreshold(client, table, save),
    getFlight: async (flightId) => (await get(flightId, 'flight')) as FlightRecord | undefined,
    async putRun(record) {
      await client.send(new PutCommand({ TableName: table, Item: { ...record, sk: `run#${record.runId}` } }));
    },
    replaceRun: (record, former) => replaceRun(client, table, { record, former }),
    getRun: async (flightId, runId) => (await get(flightId, `run#${runId}`)) as RunRecord | undefined,
    listRuns: (flightId) =>
      queryAll<RunRecord>(client, {
        TableName: table,
        KeyConditionExpression: 'flightId = :flight and begins_with(sk, :run)',
        ExpressionAttributeValues: { ':flight': flightId, ':run': 'run#' },
      }),
  };
}

/** Before anybody saved anything. */
const noState = { version: 0, labelVersion: 0, markVersion: 0 } as const;

/** The partition that lists all flights: no flight's id has a `#`. */
export const listPartition = '#flights';

async function replaceRun(
  client: DynamoDBDocumentClient,
  table: string,
  { record, former }: { record: RunRecord; former: RunRecord | undefined },
): Promise<'replaced' | 'changed'> {
  const isSame =
    former?.finishedAt === undefined ? 'attribute_not_exists(finishedAt)' : 'finishedAt = :finishedAt';
  const condition =
    former === undefined
      ? { ConditionExpression: 'attribute_not_exists(flightId)' }
      : {
          ConditionExpression: `#status = :status and ${isSame}`,
          ExpressionAttributeNames: { '#status': 'status' },
          ExpressionAttributeValues: {
            ':status': former.status,
            ...(former.finishedAt === undefined ? {} : { ':finishedAt': former.finishedAt }),
          },
        };
  try {
    const Item = { ...record, sk: `run#${record.runId}` };
    await client.send(new PutCommand({ TableName: table, Item, ...condition }));
    return 'replaced';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'changed';
    throw error;
  }
}

async function saveThreshold(
  client: DynamoDBDocumentClient,
  table: string,
  save: { flightId: string; threshold: number | null; expectedVersion: number },
): Promise<'saved' | 'changed'> {
  const { flightId, threshold, expectedVersion } = save;
  try {
    await client.send(
      new UpdateCommand({
        TableName: table,
        Key: { flightId, sk: 'state' },
        UpdateExpression: `ADD version :one ${threshold === null ? 'REMOVE threshold' : 'SET threshold = :threshold'}`,
        ConditionExpression:
          expectedVersion === 0
            ? 'attribute_not_exists(version) or version = :expected'
            : 'version = :expected',
        ExpressionAttributeValues: {
          ':one': 1,
          ':expected': expectedVersion,
          ...(threshold === null ? {} : { ':threshold': threshold }),
        },
      }),
    );
    return 'saved';
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return 'changed';
    throw error;
  }
}
