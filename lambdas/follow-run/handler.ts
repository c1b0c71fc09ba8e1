import { z } from 'zod';
import { defineFunction } from '../function.ts';
import { recordFailure } from './record-failure.ts';
import { reopenRun } from './reopen-run.ts';

/**
 * "Step Functions Execution Status Change" of the workflow `flight`, as EventBridge delivers it. Timeouts and runs that a
 * person stopped come without an error.
 */
const statusChangeSchema = z.object({
  'detail-type': z.literal('Step Functions Execution Status Change'),
  /** When it changed, to the second; events come in any order. */
  time: z.iso.datetime(),
  detail: z.object({
    status: z.enum(['RUNNING', 'FAILED', 'TIMED_OUT', 'ABORTED']),
    input: z.string(),
    /** Milliseconds since 1970. */
    stopDate: z.number().nullish(),
    redriveDate: z.number().nullish(),
    error: z.string().nullish(),
    cause: z.string().nullish(),
  }),
});

const inputSchema = z.object({ flightId: z.string(), runId: z.string() });

/** What an end without an error of its own is called, and what people read of it. */
const unnamed = {
  FAILED: ['States.TaskFailed', 'The workflow did not say why; its history in Step Functions does.'],
  TIMED_OUT: ['States.Timeout', 'The run took longer than the workflow allows.'],
  ABORTED: ['Run.Stopped', 'A person stopped the run.'],
} as const;

/**
 * Writes down what becomes of an execution that its own states cannot: that it ended without results, whatever ended it,
 * and that it goes on after a redrive. The same event twice writes the same record.
 */
export const handler = defineFunction({
  event: statusChangeSchema,
  async work({ time, detail }, { platform, logger }) {
    const { status, input, error, cause, stopDate, redriveDate } = detail;
    const run = inputSchema.parse(JSON.parse(input));
    const atMs = (status === 'RUNNING' ? redriveDate : stopDate) ?? Date.parse(time);
    const at = new Date(atMs).toISOString();
    if (status === 'RUNNING') return reopenRun(platform, { ...run, at });
    const [name, sentence] = unnamed[status];
    const failure = { ...run, error: error ?? name, cause: cause ?? sentence, endedAt: at };
    logger.error('run failed', failure);
    return recordFailure(platform, failure);
  },
});
