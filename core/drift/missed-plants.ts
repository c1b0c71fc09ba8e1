import { chiSquareQuantile } from './chi-square.ts';

/** The audit of one flight: docs/adr/0006. */
export interface AuditSample {
  /** Photos of the flight that were scored. */
  readonly photos: number;
  /** Of the photos that were drawn for the audit: sampled tiles that were answered, and those of them that count. */
  readonly drawn: readonly { readonly answered: number; readonly hits: number }[];
  /** Share of the tiles of a drawn photo that was asked and answered, 0..1. */
  readonly tileShare: number;
}

/** A total of a flight, estimated from its audit. */
export interface AuditEstimate {
  /** Expected over all draws: the truth. */
  readonly total: number;
  /** Holds the truth in 95 of 100 flights. */
  readonly low: number;
  readonly high: number;
  readonly answered: number;
  readonly hits: number;
}

/** Tiles of one photo in which one plant may show: hits come in clusters at least so large. */
const tilesPerPlant = 3;

/**
 * How many tiles of a flight are as the hits of its audit sample: missed plants, where hits are tiles with hogweed that
 * the model called empty. Every tile had the same chance to be drawn, so the estimate has no bias (Horvitz and Thompson
 * 1952). The interval is Garwood's (1936) for a count, widened by how unevenly hits fall on photos, for photos were drawn
 * first, and for few photos by Student's t.
 * @returns undefined where no tile was answered, or fewer than two photos drawn
 */
export function estimateTotal({ photos, drawn, tileShare }: AuditSample): AuditEstimate | undefined {
  const answered = drawn.reduce((sum, photo) => sum + photo.answered, 0);
  if (answered === 0 || drawn.length < 2 || tileShare <= 0) return undefined;
  const hits = drawn.reduce((sum, photo) => sum + photo.hits, 0);
  const perHit = photos / drawn.length / tileShare;
  const mean = hits / drawn.length;
  const variance = drawn.reduce((sum, photo) => sum + (photo.hits - mean) ** 2, 0) / (drawn.length - 1);
  const clustered = 1 + tileShare * (tilesPerPlant - 1);
  const dispersion =
    Math.max(clustered, mean === 0 ? 0 : variance / mean) * studentWidening(drawn.length - 1);
  const counted = hits / dispersion;
  return {
    total: hits * perHit,
    low: counted === 0 ? 0 : (chiSquareQuantile(0.975, 2 * counted) / 2) * dispersion * perHit,
    high: (chiSquareQuantile(0.025, 2 * counted + 2) / 2) * dispersion * perHit,
    answered,
    hits,
  };
}

/** Square of Student's 97.5 % point over the normal one's, by the expansion of Cornish and Fisher (Abramowitz and Stegun 26.7.5). */
function studentWidening(freedom: number): number {
  const z = 1.959964;
  const t = z + (z ** 3 + z) / (4 * freedom) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * freedom ** 2);
  return (t / z) ** 2;
}
