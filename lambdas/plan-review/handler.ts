import { z } from 'zod';
import { type PlanReviewResult, type ReviewLine, runSchema } from '#core/flight/run.ts';
import { planReview } from '#core/review/plan.ts';
import { defineFunction } from '../function.ts';
import { aboutModel } from '../model-facts.ts';
import { reviewListObject } from '../review-list.ts';
import { checkConfidences } from './check-confidences.ts';
import { findWishes, type PhotoWishes } from './review-wishes.ts';

/** Most tiles of a line: a batch of the Map that cuts them must hold a line, and has 256 KiB. */
const tilesPerLine = 2_000;

/**
 * Decides which tiles biologists are asked about, and lists them by photo for those who cut them. It reads scores and
 * poses only, and writes the same list when it is called again.
 */
export const handler = defineFunction({
  event: z.strictObject({ run: runSchema }),
  async work({ run }, { platform, metrics }): Promise<PlanReviewResult> {
    const { locationSigma } = await aboutModel(platform.objects, run.modelId);
    const { photos, uncertain, scored, scores } = await findWishes(platform, { run, locationSigma });
    // Before tiles are cut and people asked.
    await checkConfidences(platform, run, scores);
    const audited = photos.filter(({ audit }) => audit.length > 0).map(({ line }) => line.photoId);
    const asked = planReview(uncertain, {
      readAnyway: new Set(audited),
      mostPhotos: Math.ceil(run.review.uncertainPhotoShare * scored),
    });
    const lines = photos.flatMap((photo) => linesOf(photo, asked.get(photo.line.photoId) ?? []));
    const list = reviewListObject(run);
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    await platform.objects.put(list, text, 'application/jsonl');
    const tiles = count(lines.map((line) => line.tiles));
    metrics.addMetric('TilesPlanned', 'Count', tiles);
    metrics.addMetric('TilesAnsweredByAnother', 'Count', uncertain.length - count([...asked.values()]));
    return { photos: { ...list, count: lines.length }, tiles };
  },
});

/** The lines of one photo, tiles in their order; almost always one, none where other photos answer for it. */
function linesOf({ line, audit }: PhotoWishes, uncertain: readonly number[]): ReviewLine[] {
  const tiles = [
    ...uncertain.map((index) => ({ index, reason: 'uncertain' as const })),
    ...audit.map((index) => ({ index, reason: 'audit' as const })),
  ].sort((a, b) => a.index - b.index);
  const lines: ReviewLine[] = [];
  for (let start = 0; start < tiles.length; start += tilesPerLine)
    lines.push({ ...line, tiles: tiles.slice(start, start + tilesPerLine) });
  return lines;
}

function count(lists: readonly (readonly unknown[])[]): number {
  return lists.reduce((sum, { length }) => sum + length, 0);
}
