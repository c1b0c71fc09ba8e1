import { assessDrift, type DriftAssessment } from '#core/drift/assess.ts';
import type { FlightFigures } from '#core/drift/flight-figures.ts';
import { driftFiguresKey } from '#core/flight/keys.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';
import { driftReference } from '../drift-reference.ts';

/**
 * Keeps what drift is judged by, and judges the flight by itself: against its model alone, without earlier flights.
 * @returns undefined where no tile was scored
 */
export async function writeDrift(
  platform: Platform,
  figures: FlightFigures | undefined,
): Promise<DriftAssessment | undefined> {
  if (figures === undefined) return undefined;
  const key = driftFiguresKey(figures.flightId, figures.runId);
  await platform.objects.put(
    { bucket: requireEnvironment('resultsBucket'), key },
    `${JSON.stringify(figures)}\n`,
    'application/json',
  );
  return assessDrift(figures, await driftReference(platform.objects, figures.modelId), []);
}
