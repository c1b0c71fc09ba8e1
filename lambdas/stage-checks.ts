import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import {
  checkPose,
  checkScores,
  checkTiling,
  isDoubtful,
  type StageCheck,
  stageCheckSchema,
} from '#core/flight/checks.ts';
import type { Run } from '#core/flight/run.ts';
import { parseModelManifest } from '#core/model/package.ts';
import { modelKey } from '#core/flight/keys.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { planTiles } from '#core/tiling/plan.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { Platform } from '#platform/platform.ts';
import { alignedRecord, type OverlapSummary, readAlignedPhotos } from './aligned-photos.ts';
import { readPhotoLines, workObject } from './run-objects.ts';

/** The files in which a run keeps its checks: what is known after the photos were placed, and after they were scored. */
const checkFiles = { photos: 'checks-photos.json', scores: 'checks-scores.json' } as const;

/** Photos whose records are held at a time. */
const chunkPhotos = 100;

/**
 * Checks how the photos of a run were tiled and placed, and keeps the outcome.
 * @throws UmbelError `check.failed` where the run is to stop at a failed one
 */
export async function checkPhotos(
  platform: Platform,
  run: Run,
  overlap: OverlapSummary | undefined,
): Promise<void> {
  const lines = await readPhotoLines(platform, run);
  const aligned = await readAlignedPhotos(platform, run);
  const counts = { tiled: 0, miscounted: 0, unplaced: 0, doubtful: 0 };
  const flags = new Map<string, number>();
  for (let start = 0; start < lines.length; start += chunkPhotos) {
    const ids = lines.slice(start, start + chunkPhotos).map(({ photoId }) => photoId);
    const records = await platform.tables.photos.getMany(run.flightId, sheetSpecName(run.sheet), ids);
    for (const stated of records.values()) {
      const record = alignedRecord(stated, aligned.get(stated.photoId));
      if (record.outcome !== 'tiled') continue;
      counts.tiled++;
      const { cols, rows } = planTiles(run.sheet.tiling, record);
      if (record.tiles !== cols * rows) counts.miscounted++;
      if (record.pose === undefined) counts.unplaced++;
      else if (isDoubtful(record.flags)) counts.doubtful++;
      for (const flag of record.flags) flags.set(flag, (flags.get(flag) ?? 0) + 1);
    }
  }
  const { tiled, miscounted, unplaced, doubtful } = counts;
  const apartM = overlap === undefined || overlap.patches === 0 ? undefined : overlap.apartAfterM;
  await keep(platform, run, 'photos', [
    checkTiling({ photos: lines.length, unusable: lines.length - tiled, miscounted }),
    checkPose({ photos: tiled, unplaced, doubtful, flags, apartM }),
  ]);
}

/** The confidences of a run as they are gathered for its check. */
export interface GatheredScores {
  readonly histogram: number[];
  /** Tiled photos without a confidence for each of their tiles. */
  unscored: number;
}

/** Nothing gathered yet. */
export function noScores(): GatheredScores {
  return { histogram: Array.from({ length: 20 }, () => 0), unscored: 0 };
}

/** Adds the confidences of a photo that has so many tiles. */
export function gatherScores(
  scores: GatheredScores,
  confidences: ArrayLike<number> | undefined,
  tiles: number,
): void {
  if (confidences === undefined || confidences.length !== tiles) scores.unscored++;
  for (let i = 0; i < (confidences?.length ?? 0); i++) {
    const bin = Math.min(19, Math.floor(confidences![i]! * 20));
    scores.histogram[bin]!++;
  }
}

/**
 * Checks the confidences of a run against those that its model's package brings, and keeps the outcome.
 * @throws UmbelError `check.failed` where the run is to stop at a failed one
 */
export async function checkConfidences(platform: Platform, run: Run, scores: GatheredScores): Promise<void> {
  const reference = run.modelId === null ? undefined : await referenceOf(platform, run.modelId);
  await keep(platform, run, 'scores', [checkScores({ ...scores, reference })]);
}

async function referenceOf(platform: Platform, modelId: string): Promise<readonly number[] | undefined> {
  const ref = { bucket: requireEnvironment('modelsBucket'), key: modelKey(modelId, 'model.json') };
  return parseModelManifest(new TextDecoder().decode(await platform.objects.get(ref)), ref.key)
    .referenceHistogram;
}

async function keep(
  platform: Platform,
  run: Run,
  file: keyof typeof checkFiles,
  checks: readonly StageCheck[],
): Promise<void> {
  await platform.objects.put(workObject(run, checkFiles[file]), JSON.stringify(checks), 'application/json');
  const stopped = checks.find(({ stage, outcome }) => outcome === 'failed' && run.checks?.[stage] === 'stop');
  if (stopped === undefined) return;
  throw new UmbelError({
    code: 'check.failed',
    kind: 'bad-input',
    message: `The run was stopped by the check of its ${stopped.stage}: ${stopped.message}`,
    hint: 'Mend what the sentence names, or let the run go on: without --stop-on, or with "flag" in the checks of flight.json.',
    details: { check: stopped },
  });
}

/** The checks of a run that were made, in the order of its stages; none of a run of an older version. */
export async function readChecks(platform: Platform, run: Run): Promise<StageCheck[]> {
  const checks: StageCheck[] = [];
  for (const file of Object.values(checkFiles)) {
    try {
      const bytes = await platform.objects.get(workObject(run, file));
      checks.push(...z.array(stageCheckSchema).parse(JSON.parse(new TextDecoder().decode(bytes))));
    } catch (error) {
      if (!isObjectNotFound(error)) throw error;
    }
  }
  return checks;
}
