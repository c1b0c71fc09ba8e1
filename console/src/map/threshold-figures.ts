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

/** Sightings and ground with at least this confidence. Bins that the threshold cuts are counted whole. */
export function keptFrom(bins: readonly FigureBin[], threshold: number): Kept {
  const kept = bins.filter(({ to }) => to > threshold + 1e-9);
  return {
    sightings: kept.reduce((sum, bin) => sum + bin.sightings, 0),
    areaM2: kept.reduce((sum, bin) => sum + bin.areaM2, 0),
  };
}
