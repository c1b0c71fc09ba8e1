import type { z } from 'zod';
import { assessDrift } from '#core/drift/assess.ts';
import { auditFindings, missesTooMany } from '#core/drift/audit-answers.ts';
import type { DriftReport, driftRequestSchema, JudgedFlight } from '#core/drift/drift-report.ts';
import { type FlightFigures, flightFiguresSchema } from '#core/drift/flight-figures.ts';
import { UmbelError } from '#core/errors.ts';
import { driftFiguresKey } from '#core/flight/keys.ts';
import type { Label } from '#core/label/label.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { Platform } from '#platform/platform.ts';
import { driftReference } from '../drift-reference.ts';
import { chooseTiles } from './choose-tiles.ts';
import { currentRuns, type CurrentRun } from './current-runs.ts';

/** Earlier flights of a model that tell what is usual. */
const earlierFlights = 30;
/** Flights that one call judges. */
const mostFlights = 200;

/**
 * Judges each flight that was run lately by its model's reference, by the model's earlier flights, and by what people said
 * of its audit.
 * @throws UmbelError `drift.flight-unknown`
 */
export async function watchDrift(
  platform: Platform,
  request: z.output<typeof driftRequestSchema>,
): Promise<DriftReport> {
  const since = platform.clock.now().getTime() - request.days * 86_400_000;
  const runs = await currentRuns(platform, request.withSimulated || request.flightId !== undefined);
  const wanted = runs
    .filter(({ flightId, finishedAt }) =>
      request.flightId === undefined ? finishedAt >= since : flightId === request.flightId,
    )
    .slice(0, mostFlights);
  if (request.flightId !== undefined && wanted.length === 0) throw unknownFlight(request.flightId);
  const flights: JudgedFlight[] = [];
  for (const run of wanted) {
    const judged = await judge(platform, run, runs);
    if (judged !== undefined) flights.push(judged);
  }
  const judgedRuns = wanted.filter(({ runId }) => flights.some((flight) => flight.runId === runId));
  return {
    flights,
    alarms: flights.filter(({ alarm }) => alarm).length,
    candidates: await chooseTiles(platform, judgedRuns, request.candidates),
  };
}

async function judge(
  platform: Platform,
  run: CurrentRun,
  runs: readonly CurrentRun[],
): Promise<JudgedFlight | undefined> {
  const figures = await readFigures(platform, run);
  // Deleted meanwhile, or of a version without figures.
  if (figures === undefined) return undefined;
  const earlier: FlightFigures[] = [];
  for (const other of runs) {
    if (other.modelId !== run.modelId || other.finishedAt >= run.finishedAt) continue;
    const known = await readFigures(platform, other);
    if (known !== undefined && known.simulated === figures.simulated) earlier.push(known);
    if (earlier.length === earlierFlights) break;
  }
  const assessment = assessDrift(figures, await driftReference(platform.objects, run.modelId), earlier);
  const labels: Label[] = [];
  for await (const label of platform.tables.labels.list(run.flightId)) labels.push(label);
  const audit = auditFindings(figures, labels);
  const misses = missesTooMany(figures, audit);
  return { ...assessment, audit, missesTooMany: misses, alarm: assessment.level === 'alarm' || misses };
}

async function readFigures(
  platform: Platform,
  { flightId, runId }: CurrentRun,
): Promise<FlightFigures | undefined> {
  const ref = { bucket: requireEnvironment('resultsBucket'), key: driftFiguresKey(flightId, runId) };
  try {
    return flightFiguresSchema.parse(JSON.parse(new TextDecoder().decode(await platform.objects.get(ref))));
  } catch (error) {
    if (isObjectNotFound(error)) return undefined;
    throw error;
  }
}

function unknownFlight(flightId: string): UmbelError {
  return new UmbelError({
    code: 'drift.flight-unknown',
    kind: 'not-found',
    message: `No run with a model over the flight ${flightId} is in the lake.`,
    hint: 'Run it first: umbel run DIR. A flight that was run before there was a lake: umbel run DIR --again.',
  });
}
