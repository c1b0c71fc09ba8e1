import { createHash } from 'node:crypto';
import { UmbelError } from '#core/errors.ts';
import { manifestName, uploadKey } from '#core/flight/keys.ts';
import { checkManifestSize, parseManifest } from '#core/flight/manifest.ts';
import { runFingerprint, runIdOf } from '#core/flight/run-id.ts';
import type { FlightInput, RunRequest } from '#core/flight/run.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';
import { productionModelId } from '../production-model.ts';

export interface StartedFlight {
  readonly runId: string;
  readonly outcome: 'started' | 'already-exists';
}

/**
 * Starts the workflow for a flight whose manifest is there. The execution is named by everything that decides its
 * result, so that the same request starts it once.
 * @throws UmbelError `object.not-found`, `flight.manifest-invalid`, `flight.id-mismatch`
 */
export async function startFlight(
  platform: Platform,
  { flightId, request }: { flightId: string; request: RunRequest },
): Promise<StartedFlight> {
  const manifest = { bucket: requireEnvironment('uploadsBucket'), key: uploadKey(flightId, manifestName) };
  checkManifestSize((await platform.objects.head(manifest))?.sizeBytes ?? 0, manifest.key);
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
  return { runId, outcome };
}

function sha256Of(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
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
