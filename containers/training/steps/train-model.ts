import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { trainedPackageKey, type TrainingInput, trainingPrefix } from '#core/model/training/training-run.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';
import { trainPackage } from '../job/train-package.ts';
import { parseTrainJob } from '../job/train-job.ts';
import { fetchTiles, withFolder } from './training-folder.ts';

/** What the step `train-model` reports. */
export interface TrainedModel {
  readonly modelId: string;
  readonly engine: string;
  readonly metrics: Readonly<Record<string, number>>;
  /** Key of the report in the work bucket. */
  readonly report: string;
}

/** Trains from the tiles in a bucket; package and report lie in the work bucket afterwards, model.json last. */
export function trainModel(
  { objects }: Pick<Platform, 'objects'>,
  training: TrainingInput,
  signal: AbortSignal,
): Promise<TrainedModel> {
  const { trainingId, tiles, options, snapshotId } = training;
  return withFolder(async (dir) => {
    await fetchTiles(objects, tiles, join(dir, 'tiles'));
    const job = parseTrainJob({
      command: `training ${trainingId}`,
      ...options,
      ...(snapshotId === null ? {} : { snapshotId }),
      tiles: join(dir, 'tiles'),
      out: join(dir, 'package'),
    });
    const { made, engine, report } = await trainPackage(job, {
      signal,
      onProgress: ({ name }, { epoch, epochs, loss }) =>
        console.error(`${trainingId}: ${name}: epoch ${epoch} of ${epochs}, loss ${loss.toFixed(4)}`),
    });
    const bucket = requireEnvironment('workBucket');
    const store = (file: string, bytes: Uint8Array): Promise<void> =>
      objects.put({ bucket, key: trainedPackageKey(trainingId, file) }, bytes, 'application/octet-stream');
    for (const [file, bytes] of made.files) await store(file, bytes);
    await store('model.json', made.manifestBytes);
    const key = `${trainingPrefix(trainingId)}/report.html`;
    await objects.put({ bucket, key }, await readFile(report), 'text/html; charset=utf-8');
    return { modelId: made.modelId, engine, metrics: made.manifest.metrics ?? {}, report: key };
  });
}
