import { createHash } from 'node:crypto';
import type { LeftOutFile } from '#core/flight/match-photos.ts';
import type { PhotoLine, Run } from '#core/flight/run.ts';
import { packConfidences } from '#core/model/scores.ts';
import { sampleManifest } from '../../core/model/sample-manifest.ts';
import { invoke, type LocalPlatform } from '../local-platform.ts';
import { lineOf, picture, placedPhoto } from '../photos.ts';

type Handler = Parameters<typeof invoke>[0];

/** What each of the twelve tiles of the scored photos got. */
export const scores = {
  'a.jpg': [0.95, 0.85, 0.5, 0.3, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05],
  'b.jpg': [0.97, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05],
  'nowhere.jpg': [0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.6],
  'sure.jpg': [0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05, 0.05],
} as const;

const leftOut: readonly LeftOutFile[] = [
  {
    name: 'copy.jpg',
    outcome: 'skipped',
    reason: { code: 'photo.duplicate', message: 'The same as a.jpg.' },
  },
  {
    name: 'gone.jpg',
    outcome: 'quarantined',
    reason: { code: 'photo.missing', message: 'Listed, "not" there.' },
  },
  { name: 'notes.txt', outcome: 'side-file', reason: { code: 'file.not-a-photo', message: 'Not a JPEG.' } },
];

/** Puts a model into the models bucket and returns its id. */
export async function registerModel(cloud: LocalPlatform): Promise<string> {
  const text = JSON.stringify(sampleManifest);
  const modelId = `meadow-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  await cloud.put('models', `models/${modelId}/model.json`, text);
  return modelId;
}

/**
 * A flight as the stages before the summary leave it: four scored photos (one without a place, one empty), a quarantined
 * one, one that was lost before and one that was lost after tiling, and three files that were left out.
 */
export async function workedFlight(
  cloud: LocalPlatform,
  run: Run,
  { tiler, planner }: { readonly tiler: Handler; readonly planner: Handler },
): Promise<PhotoLine[]> {
  const bytes: Readonly<Record<string, Uint8Array>> = {
    'a.jpg': await placedPhoto({ seed: 1 }),
    'b.jpg': await placedPhoto({ seed: 2, lat: 56.10001 }),
    'empty.jpg': new Uint8Array(),
    'nowhere.jpg': await picture(3).jpeg().toBuffer(),
    'sure.jpg': await placedPhoto({ seed: 4, lat: 56.102 }),
    'unscored.jpg': await placedPhoto({ seed: 5, lat: 56.103 }),
    'untiled.jpg': await placedPhoto({ seed: 6 }),
  };
  const lines = Object.entries(bytes).map(([name, content]) => lineOf(run.flightId, name, content));
  for (const line of lines) await cloud.put('uploads', line.key, bytes[line.name]!);
  const tiled = lines.filter(({ name }) => name !== 'untiled.jpg');
  await invoke(tiler, { BatchInput: { run }, Items: tiled });
  for (const { name, photoId } of run.modelId === null ? [] : lines) {
    const confidences = Object.entries(scores).find(([photo]) => photo === name)?.[1];
    if (confidences === undefined) continue;
    const { runId, modelId } = run;
    await cloud.platform.tables.scores.put({
      runId,
      photoId,
      confidences: packConfidences(confidences),
      modelId: modelId ?? '',
      engine: 'onnx',
    });
  }
  await cloud.put(
    'work',
    `runs/${run.runId}/photos.jsonl`,
    lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
  );
  if (run.modelId !== null) await invoke(planner, { run });
  await cloud.put('work', `runs/${run.runId}/left-out.json`, JSON.stringify(leftOut));
  await cloud.platform.tables.flights.putFlight({
    flightId: run.flightId,
    manifest: { schema: 'umbel.flight/1', flightId: run.flightId, title: 'A <meadow>', operator: 'Me' },
    photos: lines.length,
    latestRunId: run.runId,
  });
  return lines;
}
