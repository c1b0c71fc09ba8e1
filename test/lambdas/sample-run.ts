import type { Run } from '#core/flight/run.ts';
import { defaultReviewPolicy } from '#core/review/policy.ts';

/** A run of a flight in a grid of 4 x 3 tiles of 32 px. */
export function sampleRun(flightId: string, change: Partial<Run> = {}): Run {
  return {
    runId: `${flightId}-0123456789ab`,
    flightId,
    modelId: 'meadow-0123456789ab',
    sheet: { tiling: { grid: [4, 3] }, tilePx: 32 },
    threshold: 0.5,
    // Flights of two or three photos: the usual share would ask about one of them.
    review: { ...defaultReviewPolicy, uncertainPhotoShare: 1 },
    startedAt: '2026-01-02T03:04:05.678Z',
    ...change,
  };
}
