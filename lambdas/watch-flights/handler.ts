import { SFNClient } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { watchNotesKey } from '#core/flight/keys.ts';
import { runningExecutions } from '#platform/aws/running-executions.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { defineFunction } from '../function.ts';
import { watchFlights } from './watch-flights.ts';

/** Looks at every run that goes on, every quarter of an hour: its metric makes the alarm, its log names the runs. */
export const handler = defineFunction({
  event: z.object({ stuckHours: z.number().positive() }),
  async work({ stuckHours }, { platform, metrics, logger }) {
    const { running, stuck, longestHours } = await watchFlights({
      objects: platform.objects,
      clock: platform.clock,
      running: runningExecutions(new SFNClient({}), requireEnvironment('flightWorkflowArn')),
      notes: { bucket: requireEnvironment('workBucket'), key: watchNotesKey },
      stuckHours,
    });
    metrics.addMetric('RunningFlights', 'Count', running);
    metrics.addMetric('StuckFlights', 'Count', stuck.length);
    metrics.addMetric('LongestStandstill', 'Seconds', Math.round(longestHours * 3600));
    for (const run of stuck) logger.warn('Nothing in this run has moved.', { ...run });
    return { running, stuck };
  },
});
