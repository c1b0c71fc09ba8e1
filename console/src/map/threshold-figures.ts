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

/** What a person and the flight say about the threshold. */
export interface Asked {
  /** Where the slider is while it is moved. */
  readonly moving: number | undefined;
  /** What the address asks for; it wins over what is saved. */
  readonly confidenceFrom: number | undefined;
  /** What is saved for the flight. */
  readonly saved: number | undefined;
}

/** The confidence from which sightings are shown: the same that the server shows them from. */
export function shownFrom({ moving, confidenceFrom, saved }: Asked): number {
  return moving ?? confidenceFrom ?? saved ?? 0;
}

/**
 * What the address is to say of a threshold: nothing where it is what is shown without a word, else the number, 0 too.
 * @param usual what is shown without a word; undefined where flights differ in it
 */
export function askedFrom(threshold: number, usual: number | undefined): { confidenceFrom?: number } {
  return threshold === usual ? {} : { confidenceFrom: threshold };
}
