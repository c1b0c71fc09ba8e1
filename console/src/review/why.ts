import { certainFrom } from '#core/review/band.ts';
import type { ReviewLine } from '../api/operations.generated.ts';
import type { WhyParts } from '../texts/en/review.ts';
import type { Formats } from '../texts/formats.ts';
import type { Texts } from '../texts/use-texts.ts';
import type { Place } from './queue.ts';

/** So near to a half the model tells nothing: within what it rounds to. */
const evenFrom = 0.45;
const evenTo = 0.55;

/**
 * Whether a tile is judged without a word of the model: one drawn by chance or asked a second time, until this person has
 * answered. Whoever reads "0 %" first agrees with it more often than they would have, and the random check would flatter
 * the model that it is to check.
 */
export function isJudgedBlind({ item: { reason }, step }: Place): boolean {
  return reason !== 'UNCERTAIN' && step === undefined;
}

interface View {
  readonly tile: { readonly confidence: number | null };
}

/** Why this tile is asked about, in the reader's language. @param views of the same ground, once they are known */
export function whyText(item: ReviewLine, t: Texts, f: Formats, views: readonly View[] = []): string {
  const { confidence } = item.tile;
  const surest = Math.max(0, ...views.map(({ tile }) => tile.confidence ?? 0));
  return t.review.why({
    reason: item.reason,
    confidence: confidence === null ? undefined : f.percent(confidence),
    leans: leaningOf(confidence),
    views: item.views,
    elsewhere: surest >= certainFrom ? f.percent(surest) : undefined,
  });
}

function leaningOf(confidence: number | null): WhyParts['leans'] {
  if (confidence === null || (confidence >= evenFrom && confidence <= evenTo)) return undefined;
  return confidence > evenTo ? 'hogweed' : 'no-hogweed';
}
