import { type ReviewLine, reviewLineSchema, type Run } from '#core/flight/run.ts';
import type { ReviewReason } from '#core/review/policy.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { Platform } from '#platform/platform.ts';
import { workObject } from './run-objects.ts';

/** The tiles of a run that biologists are asked about: by photo, then by tile, and why. */
export type ReviewList = ReadonlyMap<string, ReadonlyMap<number, ReviewReason>>;

/** Where a run keeps its list of tiles to review: JSON lines. */
export function reviewListObject(run: Run): { bucket: string; key: string } {
  return workObject(run, 'review.jsonl');
}

/** What plan-review wrote for a run; nothing where it had nothing to plan, for instance without a model. */
export async function readReviewList(platform: Platform, run: Run): Promise<ReviewList> {
  const bytes = await platform.objects.get(reviewListObject(run)).catch((error: unknown) => {
    if (isObjectNotFound(error)) return new Uint8Array();
    throw error;
  });
  const list = new Map<string, Map<number, ReviewReason>>();
  for (const text of new TextDecoder().decode(bytes).split('\n')) {
    if (text === '') continue;
    const { photoId, tiles }: ReviewLine = reviewLineSchema.parse(JSON.parse(text));
    const reasons = list.get(photoId) ?? new Map<number, ReviewReason>();
    for (const { index, reason } of tiles) reasons.set(index, reason);
    list.set(photoId, reasons);
  }
  return list;
}
