import type { MapAttempt } from '../states/map.ts';

/** How many failed items a Map run endures. */
export interface Tolerance {
  /** True when so many failed items are too many; `total` is undefined while items are still being read. */
  readonly isExceeded: (failed: number, total: number | undefined) => boolean;
}

/**
 * The tolerance that the fields of the Map give: either limit ends the run; without any, one failed item is too many.
 * Source: AWS Step Functions Developer Guide, "Tolerated failure threshold for Distributed Map state".
 */
export async function readTolerance(attempt: MapAttempt): Promise<Tolerance> {
  const { state, scope } = attempt;
  const count = await state.toleratedCount?.(scope);
  const percentage = await state.toleratedPercentage?.(scope);
  const most = count ?? (percentage === undefined ? 0 : Infinity);
  return {
    isExceeded: (failed, total) => {
      if (failed > most) return true;
      return percentage !== undefined && total !== undefined && failed * 100 > percentage * total;
    },
  };
}
