import { z } from 'zod';
import { parseUploadKey } from '#core/flight/keys.ts';
import { flightIdSchema } from '#core/flight/manifest.ts';
import { runRequestSchema } from '#core/flight/run.ts';
import { UmbelError } from '#core/errors.ts';
import { defineFunction } from '../function.ts';
import { startFlight } from './start-flight.ts';

/** S3 "Object Created" of a flight.json, as EventBridge delivers it. */
const objectCreatedSchema = z.object({
  'detail-type': z.literal('Object Created'),
  detail: z.object({ object: z.object({ key: z.string() }) }),
});

/** What the console and the command line ask for. */
const startRequestSchema = z.strictObject({ flightId: flightIdSchema, request: runRequestSchema });

/**
 * Starts the workflow for a flight whose manifest has arrived. EventBridge delivers at least once and cannot name
 * executions; this function names them by content, so a repeated event is harmless.
 */
export const handler = defineFunction({
  event: z.union([objectCreatedSchema, startRequestSchema]),
  async work(event, { platform, logger }) {
    const { flightId, request } =
      'detail' in event
        ? { flightId: flightOfKey(event.detail.object.key), request: runRequestSchema.parse({}) }
        : event;
    const { runId, outcome } = await startFlight(platform, { flightId, request });
    logger.info('flight workflow', { flightId, runId, outcome });
    return { runId, outcome };
  },
});

function flightOfKey(key: string): string {
  const flightId = parseUploadKey(key)?.flightId;
  if (flightId !== undefined) return flightId;
  throw new UmbelError({
    code: 'flight.key-invalid',
    kind: 'bad-input',
    message: `${key} is not the key of a flight.json.`,
  });
}
