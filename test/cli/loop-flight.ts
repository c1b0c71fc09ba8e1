import { storedSightingsJson } from '#core/export/stored-sightings.ts';
import type { Label } from '#core/label/label.ts';
import { packConfidences } from '#core/model/scores.ts';
import type { Sighting } from '#core/sighting/sighting.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { LocalCloud } from '#platform/local/cloud.ts';
import { sampleSighting } from '../core/export/sample-sightings.ts';

/** A flight in tables of one photo of four tiles, as its runs left it. */
export const flightId = 'meadow';
export const photoId = '1'.padStart(20, '0');
const sheet = { tiling: { grid: [2, 2] as [number, number] }, tilePx: 64 };

/** A sighting in tile 1 of the photo. */
export const sighting: Sighting = (() => {
  const sample = sampleSighting(1, { lat: 56, lon: 12 });
  const view = { ...sample.bestView, photoId, detectionId: `${photoId}-1`, tileIndex: 1 };
  return { ...sample, bestView: view, members: [view] };
})();

/** Adds a run that found some sightings, with the confidences of its four tiles. */
export async function addRun(
  { tables, objects }: Pick<LocalCloud, 'tables' | 'objects'>,
  run: {
    readonly runId: string;
    readonly day: string;
    readonly sightings: readonly Sighting[];
    readonly confidences: readonly number[];
  },
): Promise<void> {
  const { runId, sightings, confidences } = run;
  const startedAt = `${run.day}T10:00:00.000Z`;
  const modelId = `model-of-${runId}`;
  const key = `${flightId}/${runId}/sightings.json`;
  const footprint = [
    [11.99, 55.99],
    [12.01, 55.99],
    [12.01, 56.01],
    [11.99, 56.01],
  ] as [number, number][];
  const photos = [{ photoId, name: 'DJI_1.JPG', outcome: 'scored', result: 'hogweed', footprint }];
  let json = '';
  for await (const piece of storedSightingsJson({
    context: { flightId, runId, modelId, startedAt },
    sightings,
    photos,
  }))
    json += piece;
  await objects.put({ bucket: requireEnvironment('resultsBucket'), key }, json, 'application/json');
  await tables.photos.put({
    flightId,
    spec: sheetSpecName(sheet),
    photoId,
    name: 'DJI_1.JPG',
    outcome: 'tiled',
    widthPx: 200,
    heightPx: 200,
    gsdM: 0.01,
    tiles: 4,
    quality: { brightness: 0.5, sharpness: 1, clipped: 0 },
    sheetKey: 'sheets/none.jpg',
    decodes: 1,
    flags: [],
  });
  await tables.scores.put({
    runId,
    photoId,
    confidences: packConfidences(confidences),
    modelId,
    engine: 'onnx',
  });
  await tables.flights.putFlight({
    flightId,
    manifest: { schema: 'umbel.flight/1', flightId },
    photos: 1,
    latestRunId: runId,
    startedAt,
  });
  await tables.flights.putRun({
    flightId,
    runId,
    status: 'succeeded',
    modelId,
    startedAt,
    finishedAt: startedAt,
    photos: 1,
    run: {
      runId,
      flightId,
      modelId,
      sheet,
      threshold: 0.5,
      startedAt,
      review: {
        uncertain: { from: 0.2, to: 0.8 },
        auditShare: 0,
        auditPhotoShare: 0,
        uncertainPhotoShare: 1,
      },
    },
    summary: {
      flightId,
      runId,
      modelId,
      engine: 'onnx',
      status: 'succeeded',
      photos: { read: 1, scored: 1, quarantined: 0, unplaced: 0, skipped: 0, failed: 0, prepared: 0 },
      sideFiles: 0,
      tiles: 4,
      bands: { certain: sightings.length, probable: 0, possible: 0 },
      review: 0,
      sightings: sightings.length,
      decodes: 1,
      checks: [],
      notes: [],
      files: { sightings: key },
    },
  });
}

/** An answer on a tile of the photo. */
export function answerOn(tile: number, answer: Label['answer'], day: string): Label {
  return {
    flightId,
    photoId,
    tiling: 'grid:2x2',
    tile,
    seq: 1,
    labelId: String(tile).padStart(20, '0'),
    answer,
    who: 'ann',
    at: `${day}T12:00:00.000Z`,
    box: { leftPx: 0, topPx: 0, widthPx: 100, heightPx: 100 },
    photoName: 'DJI_1.JPG',
    widthPx: 200,
    heightPx: 200,
  };
}
