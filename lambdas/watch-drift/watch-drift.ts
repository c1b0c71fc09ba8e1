import type { z } from 'zod';
import type { DriftReport, driftRequestSchema, JudgedFlight } from '#core/drift/drift-report.ts';
import { UmbelError } from '#core/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { chooseTiles } from './choose-tiles.ts';
import { currentRuns } from './current-runs.ts';
import { figureReader, judgeRun } from './judge-run.ts';

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
  const runs = await currentRuns(platform, {
    withSimulated: request.withSimulated || request.flightId !== undefined,
  });
  const wanted = runs
    .filter(({ flightId, finishedAt }) =>
      request.flightId === undefined ? finishedAt >= since : flightId === request.flightId,
    )
    .slice(0, mostFlights);
  if (request.flightId !== undefined && wanted.length === 0) throw unknownFlight(request.flightId);
  const flights: JudgedFlight[] = [];
  const parts = { platform, figuresOf: figureReader(platform) };
  for (const run of wanted) {
    const judged = await judgeRun(parts, run, runs);
    if (judged === undefined) continue;
    const { judgement, figures, expected } = judged;
    const histograms = { seen: figures.histogram, expected };
    flights.push(request.withHistograms ? { ...judgement, histograms } : judgement);
  }
  const judgedRuns = wanted.filter(({ runId }) => flights.some((flight) => flight.runId === runId));
  return {
    flights,
    alarms: flights.filter(({ alarm }) => alarm).length,
    candidates: await chooseTiles(platform, judgedRuns, request.candidates),
  };
}

function unknownFlight(flightId: string): UmbelError {
  return new UmbelError({
    code: 'drift.flight-unknown',
    kind: 'not-found',
    message: `No run with a model over the flight ${flightId} is in the lake.`,
    hint: 'Run it first: umbel run DIR. A flight that was run before there was a lake: umbel run DIR --again.',
  });
}
