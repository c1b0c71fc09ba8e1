import { precisionOf } from '../review/precision.ts';
import type { Formats } from '../texts/formats.ts';
import type { Texts } from '../texts/use-texts.ts';

/** Below so many answers a share says more of chance than of the model: of ten equal ones it may still be 72 %. */
export const fewAnswers = 10;

/** How often the model was right on tiles of the random check, of one flight. */
export interface Agreement {
  /** 0..1; null without any clear answer. */
  readonly agreement: number | null;
  /** Clear answers. */
  readonly answered: number;
}

/** The share where there are answers enough for one; else null: a line of it would be a line of chance. */
export function sureAgreement({ agreement, answered }: Agreement): number | null {
  return answered < fewAnswers ? null : agreement;
}

/** The share with its number of answers and the ends of Wilson's 95 % interval. */
export function agreementText({ agreement, answered }: Agreement, t: Texts, f: Formats): string {
  const right = Math.round((agreement ?? 0) * answered);
  const from = precisionOf(right, answered).atLeast;
  const to = 1 - precisionOf(answered - right, answered).atLeast;
  return `${t.models.agreementOf(f.percent(agreement ?? 0), f.count(answered))} ${t.models.likely(f.percent(from), f.percent(to))}`;
}
