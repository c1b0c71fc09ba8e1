import type { ReviewLine } from '../api/operations.generated.ts';
import type { Formats } from '../texts/formats.ts';
import type { Texts } from '../texts/use-texts.ts';

/** Why this tile is asked about, in the reader's language. */
export function whyText(item: ReviewLine, t: Texts, f: Formats): string {
  if (t.review.ownWhy === undefined) return item.why;
  const { confidence } = item.tile;
  return t.review.ownWhy({
    reason: item.reason,
    confidence: confidence === null ? undefined : f.percent(confidence),
    views: item.views,
  });
}
