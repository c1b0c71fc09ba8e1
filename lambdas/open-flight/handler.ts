import { createHash } from 'node:crypto';
import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import { manifestName, modelKey, runPrefix, uploadKey } from '#core/flight/keys.ts';
import { type FlightManifest, parseManifest } from '#core/flight/manifest.ts';
import { type FlightFile, matchPhotos } from '#core/flight/match-photos.ts';
import {
  type FlightInput,
  flightInputSchema,
  type OpenFlightResult,
  type PhotoLine,
  type Run,
} from '#core/flight/run.ts';
import { modelIdOf, parseModelManifest, type ModelManifest } from '#core/model/package.ts';
import { chooseAuditPhotos, defaultReviewPolicy } from '#core/review/policy.ts';
import { defaultTiling } from '#core/tiling/tiling.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { Platform } from '#platform/platform.ts';
import { terrainOf } from '../flight-terrain.ts';
import { countPhotos, defineFunction } from '../function.ts';
import { guessTakeOff } from './take-off.ts';

/** Side of a tile when no model says otherwise, pixels: what most backbones take. */
const labellingTilePx = 224;

/** Opens a run: checks the manifest against what is there, pins the model, lists the photos to do. */
export const handler = defineFunction({
  event: flightInputSchema.extend({ startedAt: z.iso.datetime() }),
  async work(input, { platform, metrics }): Promise<OpenFlightResult> {
    const manifest = await readManifest(platform, input);
    const model =
      input.request.modelId === undefined ? null : await readModel(platform, input.request.modelId);
    const opened = describeRun(input, manifest, model);
    // Read here to be refused here: a terrain that cannot be used stops the flight before any work.
    await terrainOf(platform, opened);
    const matched = matchPhotos(manifest, await listFiles(platform, input.flightId));
    const audited = chooseAuditPhotos(
      matched.photos.map(({ photoId }) => photoId),
      opened.runId,
      opened.review,
    );
    const lines = matched.photos.map((photo): PhotoLine => ({
      ...photo,
      key: uploadKey(opened.flightId, photo.name),
      audit: audited.has(photo.photoId),
    }));
    const assumedTakeOff = await guessTakeOff(platform, opened, lines);
    const run = { ...opened, ...(assumedTakeOff === undefined ? {} : { assumedTakeOff }) };
    const bucket = requireEnvironment('workBucket');
    const key = `${runPrefix(run.runId)}/photos.jsonl`;
    const leftOut = { bucket, key: `${runPrefix(run.runId)}/left-out.json` };
    await platform.objects.put(leftOut, JSON.stringify(matched.leftOut), 'application/json');
    await platform.objects.put(
      { bucket, key },
      lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
      'application/jsonl',
    );
    await recordStart(platform, { run, manifest, photos: lines.length });
    countPhotos(metrics, 'PhotosOpened', lines.length);
    return { run, photos: { bucket, key, count: lines.length }, scored: run.modelId !== null };
  },
});

async function readManifest(platform: Platform, input: FlightInput): Promise<FlightManifest> {
  const bytes = await platform.objects.get(input.manifest);
  if (createHash('sha256').update(bytes).digest('hex') === input.manifest.sha256) {
    return parseManifest(new TextDecoder().decode(bytes), input.manifest.key);
  }
  throw new UmbelError({
    code: 'flight.manifest-changed',
    kind: 'conflict',
    message: `${input.manifest.key} was written anew after the run ${input.runId} was started.`,
    hint: 'The new manifest starts a run of its own; nothing is to be done.',
  });
}

async function readModel(platform: Platform, modelId: string): Promise<ModelManifest> {
  const ref = { bucket: requireEnvironment('modelsBucket'), key: modelKey(modelId, 'model.json') };
  let bytes: Uint8Array;
  try {
    bytes = await platform.objects.get(ref);
  } catch (error) {
    if (!isObjectNotFound(error)) throw error;
    throw new UmbelError({
      code: 'model.not-found',
      kind: 'not-found',
      message: `There is no model ${modelId}.`,
      hint: 'See `umbel models list`.',
      cause: error,
    });
  }
  const manifest = parseModelManifest(new TextDecoder().decode(bytes), ref.key);
  const actualId = modelIdOf(manifest, createHash('sha256').update(bytes).digest('hex'));
  if (actualId === modelId) return manifest;
  throw new UmbelError({
    code: 'model.hash-mismatch',
    kind: 'configuration',
    message: `The package ${modelId} was changed after it was registered: its content makes it ${actualId}.`,
    hint: 'Register the changed package as a model of its own.',
  });
}

function describeRun(
  input: FlightInput & { startedAt: string },
  manifest: FlightManifest,
  model: ModelManifest | null,
): Run {
  return {
    runId: input.runId,
    flightId: input.flightId,
    modelId: input.request.modelId ?? null,
    sheet: {
      tiling: input.request.tiling ?? model?.tiling ?? defaultTiling,
      tilePx: model?.input.tilePx ?? labellingTilePx,
    },
    threshold: model?.threshold ?? 1,
    review: input.request.review ?? defaultReviewPolicy,
    ...(manifest.geometry === undefined ? {} : { geometry: manifest.geometry }),
    ...(manifest.checks === undefined && input.request.checks === undefined
      ? {}
      : { checks: { ...manifest.checks, ...input.request.checks } }),
    startedAt: input.startedAt,
  };
}

async function listFiles(platform: Platform, flightId: string): Promise<FlightFile[]> {
  const prefix = uploadKey(flightId, '');
  const files: FlightFile[] = [];
  for await (const { key, sizeBytes, etag } of platform.objects.list(
    requireEnvironment('uploadsBucket'),
    prefix,
  )) {
    const name = key.slice(prefix.length);
    if (name === manifestName) continue;
    const contentId = createHash('sha256').update(`${etag}/${sizeBytes}`).digest('hex').slice(0, 20);
    files.push({ name, sizeBytes, contentId });
  }
  return files;
}

async function recordStart(
  platform: Platform,
  { run, manifest, photos }: { run: Run; manifest: FlightManifest; photos: number },
): Promise<void> {
  const { photos: _list, sideFiles: _sideFiles, ...about } = manifest;
  await platform.tables.flights.putFlight({
    flightId: run.flightId,
    manifest: about,
    photos,
    latestRunId: run.runId,
    startedAt: run.startedAt,
  });
  await platform.tables.flights.putRun({
    flightId: run.flightId,
    runId: run.runId,
    status: 'running',
    modelId: run.modelId,
    startedAt: run.startedAt,
    photos,
    run,
  });
}
