import type { Answer, Label } from './label.ts';
import { standingLabels } from './standing.ts';

/** How far two people agree who judged the same tiles, the second without sight of the first answer. */
export interface Agreement {
  readonly pairs: number;
  readonly agreed: number;
  /** Cohen's kappa; undefined below two pairs, or where both always said the same one thing. */
  readonly kappa: number | undefined;
}

/** First answer and blind second opinion of each tile that has both; bad images are no opinion. */
export function opinionPairs(histories: Iterable<readonly Label[]>): [Answer, Answer][] {
  const pairs: [Answer, Answer][] = [];
  for (const history of histories) {
    const standing = standingLabels(history).filter(({ answer }) => answer !== 'bad-image');
    const second = standing.find(({ secondOpinion }) => secondOpinion === true);
    const first = standing.find(({ secondOpinion, who }) => secondOpinion !== true && who !== second?.who);
    if (first !== undefined && second !== undefined) pairs.push([first.answer, second.answer]);
  }
  return pairs;
}

/**
 * Cohen's kappa over pairs of answers: agreement beyond what chance alone would give, 1 = always, 0 = as chance.
 * Source: Cohen 1960, A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20.
 */
export function agreementOf(pairs: readonly (readonly [Answer, Answer])[]): Agreement {
  const n = pairs.length;
  const agreed = pairs.filter(([a, b]) => a === b).length;
  if (n < 2) return { pairs: n, agreed, kappa: undefined };
  const first = new Map<Answer, number>();
  const second = new Map<Answer, number>();
  for (const [a, b] of pairs) {
    first.set(a, (first.get(a) ?? 0) + 1);
    second.set(b, (second.get(b) ?? 0) + 1);
  }
  const byChance =
    [...first].reduce((sum, [answer, count]) => sum + count * (second.get(answer) ?? 0), 0) / n ** 2;
  // Both said one and the same thing throughout: chance explains it all, and the quotient is 0/0.
  if (byChance === 1) return { pairs: n, agreed, kappa: undefined };
  return { pairs: n, agreed, kappa: (agreed / n - byChance) / (1 - byChance) };
}
