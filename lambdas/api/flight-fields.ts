import { z } from 'zod';
import type { areaOf } from '#core/export/filter.ts';
import { flightIdSchema } from '#core/flight/manifest.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import { type ApiCall, type ApiField, mutation, optional, query, idempotencyKeySchema } from './field.ts';
import { notThere, outdated } from './errors.ts';
import { once } from './once.ts';
import { decodeCursor, encodeCursor, pageArguments } from './pages.ts';
import { type FlightAndRun, readFlight } from './run-reader.ts';
import { runAnswer } from './run-answers.ts';

const runIdSchema = z.string().regex(/^[a-z0-9-]{1,80}$/);

const saveThresholdSchema = z.strictObject({
  flightId: flightIdSchema,
  threshold: z.number().min(0).max(1).nullish(),
  expectedVersion: z.int().min(0),
  idempotencyKey: idempotencyKeySchema,
});

/** Flights and their runs. */
export const flightFields: Readonly<Record<string, ApiField>> = {
  'Query.flights': query(z.strictObject(pageArguments(50)), flights),
  'Query.flight': query(z.strictObject({ flightId: flightIdSchema }), async ({ flightId }, call) => {
    const found = await readFlight(call.platform, flightId).catch(nullIfNotThere);
    return found === null ? null : flightAnswer(call, found, '');
  }),
  'Query.run': query(
    z.strictObject({ flightId: flightIdSchema, runId: optional(runIdSchema) }),
    async ({ flightId, runId }, call) => {
      const record =
        runId === undefined
          ? (await readFlight(call.platform, flightId).catch(nullIfNotThere))?.record
          : await call.platform.tables.flights.getRun(flightId, runId);
      return record === undefined ? null : runAnswer(call, record, '');
    },
  ),
  'Mutation.saveThreshold': mutation(['operator', 'biologist', 'admin'], saveThresholdSchema, (input, call) =>
    once(call, { field: 'saveThreshold', input }, async () => {
      const { flightId, threshold, expectedVersion } = input;
      const { flights } = call.platform.tables;
      const found = await readFlight(call.platform, flightId);
      const saved = await flights.saveThreshold({ flightId, threshold: threshold ?? null, expectedVersion });
      if (saved === 'changed')
        throw outdated(`the settings of flight ${flightId}`, (await flights.getState(flightId)).version);
      return flightAnswer(call, found, '');
    }),
  ),
};

/** The latest run first; the list holds little more than names, so it is sorted here. */
async function flights({ first, after }: { first: number; after: string | undefined }, call: ApiCall) {
  const all: { flightId: string; place: string }[] = [];
  for await (const { flightId, startedAt } of call.platform.tables.flights.listFlights())
    all.push({ flightId, place: `${startedAt} ${flightId}` });
  const seen = decodeCursor(after);
  const rest = all
    .filter(({ place }) => seen === undefined || place < seen)
    .sort((a, b) => (a.place > b.place ? -1 : 1));
  const shown = rest.slice(0, first);
  const last = shown.at(-1);
  return {
    items: await Promise.all(
      shown.map(async ({ flightId }) =>
        flightAnswer(call, await readFlight(call.platform, flightId), 'items/'),
      ),
    ),
    next: rest.length > first && last !== undefined ? encodeCursor(last.place) : null,
  };
}

/** A flight as the API tells it. @param at where the client asks for the flight, e.g. `items/` */
export async function flightAnswer(
  call: ApiCall,
  { flight, record }: FlightAndRun,
  at: string,
): Promise<object> {
  const { flightId, manifest, photos } = flight;
  const wantsState = call.wants(`${at}threshold`) || call.wants(`${at}version`);
  const state = wantsState ? await call.platform.tables.flights.getState(flightId) : undefined;
  const bounds = record?.bounds;
  return {
    flightId,
    title: manifest.title ?? null,
    notes: manifest.notes ?? null,
    operator: call.may('operator', 'biologist', 'admin') ? (manifest.operator ?? null) : null,
    capturedAt: manifest.capturedAt ?? null,
    simulated: manifest.simulated === true,
    photos,
    latestRun: record === undefined ? null : await runAnswer(call, record, `${at}latestRun/`),
    runs: call.wants(`${at}runs`) ? await runsOf(call, flightId, `${at}runs/`) : [],
    bounds: bounds ?? null,
    centre: bounds === undefined ? null : centreOf(bounds),
    threshold: state?.threshold ?? null,
    version: state?.version ?? 0,
  };
}

async function runsOf(call: ApiCall, flightId: string, at: string): Promise<object[]> {
  const runs: RunRecord[] = [];
  for await (const record of call.platform.tables.flights.listRuns(flightId)) runs.push(record);
  runs.sort((a, b) => (a.startedAt > b.startedAt ? -1 : 1));
  return Promise.all(runs.map((record) => runAnswer(call, record, at)));
}

function centreOf({ west, south, east, north }: NonNullable<ReturnType<typeof areaOf>>): object {
  const width = west <= east ? east - west : east + 360 - west;
  const lon = west + width / 2;
  return { lat: (south + north) / 2, lon: lon > 180 ? lon - 360 : lon };
}

/** For fields that answer null where nothing is. */
export function nullIfNotThere(error: unknown): null {
  if (error instanceof Error && error.name.endsWith('.not-found')) return null;
  throw error;
}

/** @throws UmbelError `flight.not-found` */
export async function mustBeFlight(call: ApiCall, flightId: string): Promise<void> {
  if ((await call.platform.tables.flights.getFlight(flightId)) === undefined)
    throw notThere(`flight ${flightId}`);
}
