import { z } from 'zod';
import { runSchema } from '#core/flight/run.ts';
import { alignedPhotosObject, type OverlapSummary, overlapSummaryObject } from '../aligned-photos.ts';
import { defineFunction } from '../function.ts';
import { alignFlight, nothingCompared } from './align-flight.ts';
import { checkPhotos } from './check-photos.ts';

/**
 * Puts the photos of a run where their overlap shows that they are: photos turned after the flight are turned back, and
 * all are fitted together. Every later step reads the places that are written here. A flight that forbids it
 * (`geometry.useOverlap: false`) keeps the places that its photos state.
 */
export const handler = defineFunction({
  event: z.strictObject({ run: runSchema }),
  async work({ run }, { platform, metrics, logger }): Promise<OverlapSummary> {
    if (run.geometry?.useOverlap === false) {
      await checkPhotos(platform, run, undefined);
      return nothingCompared();
    }
    const summary = nothingCompared();
    const lines = alignFlight(platform, run, { summary });
    await platform.objects.putStream(alignedPhotosObject(run), lines, 'application/jsonl');
    await platform.objects.put(overlapSummaryObject(run), JSON.stringify(summary), 'application/json');
    metrics.addMetric('PhotosTurned', 'Count', summary.turned);
    metrics.addMetric('PhotosMoved', 'Count', summary.moved);
    logger.info('overlap', { ...summary });
    await checkPhotos(platform, run, summary);
    return summary;
  },
});
