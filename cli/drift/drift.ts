import type { DriftReport, DriftRequest } from '#core/drift/drift-report.ts';
import { UmbelError } from '#core/errors.ts';
import { openLocalCloud } from '#platform/local/cloud.ts';
import { lakeFailure } from '../lake/lake-failure.ts';
import { driftText } from './describe.ts';

/** What people type behind `umbel drift`. */
export interface DriftFlags {
  readonly flight?: string;
  readonly days?: number;
  readonly candidates?: number;
  readonly simulated?: boolean;
  readonly json?: boolean;
}

/**
 * The judgement over the models, as text for stdout.
 * @throws UmbelError `drift.flight-unknown`, `lake.file-corrupt`, `lake.file-missing`, `lake.commit-invalid`
 */
export async function drift({ flight, days, candidates, simulated, json }: DriftFlags): Promise<string> {
  const request: DriftRequest = {
    ...(flight === undefined ? {} : { flightId: flight }),
    ...(days === undefined ? {} : { days }),
    ...(candidates === undefined ? {} : { candidates }),
    ...(simulated === undefined ? {} : { withSimulated: simulated }),
  };
  const cloud = await openLocalCloud();
  try {
    // The same function as every night in the cloud.
    const answer = await cloud.invoke('umbel-watch-drift', request).catch(unknownFlight(flight));
    const report = answer as DriftReport;
    return json === true ? `${JSON.stringify(report)}\n` : driftText(report);
  } finally {
    await cloud.close();
  }
}

/** A failure comes from the function by its name: this one is the caller's to mend. */
function unknownFlight(flightId: string | undefined): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Error) || error.name !== 'drift.flight-unknown') throw lakeFailure(error);
    throw new UmbelError({
      code: error.name,
      kind: 'not-found',
      message: `No run with a model over the flight ${flightId ?? ''} is in the lake.`,
      hint: 'Run it first: umbel run DIR. A flight that was run before there was a lake: umbel run DIR --again.',
      cause: error,
    });
  };
}
