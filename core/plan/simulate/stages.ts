/** The stages of a flight in their order. */
export const stageNames = [
  'open-flight',
  'tile-photos',
  'align-photos',
  'check-sanity',
  'score-photos',
  'plan-review',
  'cut-review-tiles',
  'summarise-flight',
] as const;
export type StageName = (typeof stageNames)[number];

/** Where the time of flights went. */
export interface StageTimes {
  add(stage: StageName, seconds: number): void;
  meanS(stage: StageName): number;
  longestS(stage: StageName): number;
}

/** Times of nothing yet. */
export function createStageTimes(): StageTimes {
  const sums = new Map<StageName, { sumS: number; count: number; longestS: number }>();
  return {
    add(stage, seconds) {
      const known = sums.get(stage) ?? { sumS: 0, count: 0, longestS: 0 };
      sums.set(stage, {
        sumS: known.sumS + seconds,
        count: known.count + 1,
        longestS: Math.max(known.longestS, seconds),
      });
    },
    meanS(stage) {
      const { sumS, count } = sums.get(stage) ?? { sumS: 0, count: 0 };
      return count === 0 ? 0 : sumS / count;
    },
    longestS: (stage) => sums.get(stage)?.longestS ?? 0,
  };
}
