/** Sightings and ground of one range of confidence. */
export interface FigureBin {
  readonly from: number;
  readonly to: number;
  readonly sightings: number;
  readonly areaM2: number;
}

/** What a threshold would keep. */
export interface Kept {
  readonly sightings: number;
  readonly areaM2: number;
}

/**
 * Sightings and ground that a threshold keeps: those with at least this confidence, and what people confirmed whatever
 * its confidence. Bins that the threshold cuts are counted whole.
 * @param bins all sightings, the confirmed ones too
 * @param confirmed the confirmed ones alone
 */
export function keptFrom(
  bins: readonly FigureBin[],
  confirmed: readonly FigureBin[],
  threshold: number,
): Kept {
  const reaches = ({ to }: FigureBin) => to > threshold + 1e-9;
  const kept = [...bins.filter(reaches), ...confirmed.filter((bin) => !reaches(bin))];
  return {
    sightings: kept.reduce((sum, bin) => sum + bin.sightings, 0),
    areaM2: kept.reduce((sum, bin) => sum + bin.areaM2, 0),
  };
}
