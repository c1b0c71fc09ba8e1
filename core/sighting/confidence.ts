import type { Detection } from './detection.ts';

/** However sure a model is, one picture alone proves no more than this. */
const surest = 0.99;

export interface Views {
  /** Detections of one plant; several of one photo count once, by the surest. */
  readonly members: readonly Pick<Detection, 'photoId' | 'confidence'>[];
  /** Photos whose outline contains the plant, those with a detection included. */
  readonly couldSee: number;
  /** Confidence from which a tile is a detection, 0..1. */
  readonly threshold: number;
}

/**
 * How sure all photos together are of a plant, 0..1: the mean of their log-odds (a logarithmic opinion pool, Genest and
 * Zidek 1986), for views of one plant are far from independent and may not be multiplied. A photo that could see it and
 * has no detection there counts with a quarter of the threshold. The best view alone would claim too much: among many
 * look-alikes some look right from one side.
 */
export function pooledConfidence({ members, couldSee, threshold }: Views): number {
  const byPhoto = new Map<string, number>();
  for (const { photoId, confidence } of members)
    byPhoto.set(photoId, Math.max(confidence, byPhoto.get(photoId) ?? 0));
  const missing = Math.max(0, couldSee - byPhoto.size);
  let sum = missing * logOdds(threshold / 4);
  for (const confidence of byPhoto.values()) sum += logOdds(confidence);
  // Back from log-odds, at a precision that survives files: 0.95 of a single photo stays 0.95.
  return round6(1 / (1 + Math.exp(-sum / (byPhoto.size + missing))));
}

function logOdds(confidence: number): number {
  const bounded = Math.min(surest, Math.max(1 - surest, confidence));
  return Math.log(bounded / (1 - bounded));
}

function round6(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
