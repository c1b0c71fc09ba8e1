import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { FlightManifest } from '#core/flight/manifest.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import { queryAll } from './document-client.ts';

/** What is kept of a flight: its manifest without the list of photos. */
export interface FlightRecord {
  readonly flightId: string;
  readonly manifest: Omit<FlightManifest, 'photos'>;
  readonly photos: number;
  readonly latestRunId: string;
}

/** Flights and their runs: partition flightId, sort `flight` or `run#<runId>`. */
export interface FlightsTable {
  putFlight(record: FlightRecord): Promise<void>;
  getFlight(flightId: string): Promise<FlightRecord | undefined>;
  putRun(record: RunRecord): Promise<void>;
  getRun(flightId: string, runId: string): Promise<RunRecord | undefined>;
  /** Every run of a flight in the order of run ids. */
  listRuns(flightId: string): AsyncIterable<RunRecord>;
}

export function flightsTable(client: DynamoDBDocumentClient, table: string): FlightsTable {
  const get = async (flightId: string, sk: string) =>
    (await client.send(new GetCommand({ TableName: table, Key: { flightId, sk } }))).Item;
  return {
    async putFlight(record) {
      await client.send(new PutCommand({ TableName: table, Item: { ...record, sk: 'flight' } }));
    },
    getFlight: async (flightId) => (await get(flightId, 'flight')) as FlightRecord | undefined,
    async putRun(record) {
      await client.send(new PutCommand({ TableName: table, Item: { ...record, sk: `run#${record.runId}` } }));
    },
    getRun: async (flightId, runId) => (await get(flightId, `run#${runId}`)) as RunRecord | undefined,
    listRuns: (flightId) =>
      queryAll<RunRecord>(client, {
        TableName: table,
        KeyConditionExpression: 'flightId = :flight and begins_with(sk, :run)',
        ExpressionAttributeValues: { ':flight': flightId, ':run': 'run#' },
      }),
  };
}
