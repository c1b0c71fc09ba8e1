import { createHash } from 'node:crypto';
import { z } from 'zod';
import { manifestName, parseUploadKey, uploadKey } from '#core/flight/keys.ts';
import { flightIdSchema, parseManifest } from '#core/flight/manifest.ts';
import { type FlightInput, runRequestSchema } from '#core/flight/run.ts';
import { runFingerprint, runIdOf } from '#core/flight/run-id.ts';
import { UmbelError } from '#core/errors.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { defineFunction } from '../function.ts';
import { productionModelId } from '../production-model.ts';

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
    const manifest = { bucket: requireEnvironment('uploadsBucket'), key: uploadKey(flightId, manifestName) };
    const bytes = await platform.objects.get(manifest);
    checkFlightId(flightId, parseManifest(new TextDecoder().decode(bytes), manifest.key).flightId);
    const sha256 = sha256Of(bytes);
    const modelId = request.modelId ?? (await productionModelId(platform.tables.models)) ?? undefined;
    const pinned = modelId === undefined ? request : { ...request, modelId };
    const fingerprint = runFingerprint({ manifestSha256: sha256, modelId: modelId ?? null, request: pinned });
    const runId = runIdOf(flightId, sha256Of(fingerprint));
    const input: FlightInput = { runId, flightId, manifest: { ...manifest, sha256 }, request: pinned };
    const outcome = await platform.workflows.start({
      workflowArn: requireEnvironment('flightWorkflowArn'),
      name: runId,
      input,
    });
    logger.info('flight workflow', { flightId, runId, outcome });
    return { runId, outcome };
  },
});

function sha256Of(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

function flightOfKey(key: string): string {
  const flightId = parseUploadKey(key)?.flightId;
  if (flightId !== undefined) return flightId;
  throw new UmbelError({
    code: 'flight.key-invalid',
    kind: 'bad-input',
    message: `${key} is not the key of a flight.json.`,
  });
}

function checkFlightId(folder: string, inManifest: string): void {
  if (folder === inManifest) return;
  throw new UmbelError({
    code: 'flight.id-mismatch',
    kind: 'bad-input',
    message: `The flight.json under flights/${folder}/ says that it is the flight ${inManifest}.`,
    hint: 'Upload a flight under its own id.',
  });
}
