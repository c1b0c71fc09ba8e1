import type { ReviewLine } from '../api/operations.generated.ts';
import type { WhyParts } from '../texts/en/review.ts';
import type { Formats } from '../texts/formats.ts';
import type { Texts } from '../texts/use-texts.ts';

/** So near to a half the model tells nothing: within what it rounds to. */
const evenFrom = 0.45;
const evenTo = 0.55;

/** Why this tile is asked about, in the reader's language. */
export function whyText(item: ReviewLine, t: Texts, f: Formats): string {
  const { confidence } = item.tile;
  return t.review.why({
    reason: item.reason,
    confidence: confidence === null ? undefined : f.percent(confidence),
    leans: leaningOf(confidence),
    views: item.views,
  });
}

function leaningOf(confidence: number | null): WhyParts['leans'] {
  if (confidence === null || (confidence >= evenFrom && confidence <= evenTo)) return undefined;
  return confidence > evenTo ? 'hogweed' : 'no-hogweed';
}
