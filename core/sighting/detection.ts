/** One tile in which the model sees hogweed, put on the ground. */
export interface Detection {
  /** `detectionIdOf(photoId, tileIndex)`: unique within a run. */
  readonly detectionId: string;
  readonly photoId: string;
  /** Path of the photo below the flight's folder. */
  readonly photoName: string;
  readonly tileIndex: number;
  /** Calibrated probability 0..1. */
  readonly confidence: number;
  /** Place of the plant: where the model points inside the tile, or the tile's centre. */
  readonly lat: number;
  readonly lon: number;
  /** Radius that holds the plant with 68 % probability, metres: pose and place inside the tile together. */
  readonly uncertaintyM: number;
  /**
   * What of `uncertaintyM` all photos of the flight share (combined as squares), so that no averaging over photos helps
   * against it; known where photos were fitted to each other. Absent: found from how well the photos agree.
   */
  readonly commonUncertaintyM?: number;
  /** When the photo was taken, ISO 8601; with the zone where the photo tells it. */
  readonly capturedAt?: string;
  /** Ground area of the tile, square metres. */
  readonly areaM2: number;
  /** Longer side of the tile on the ground, metres. */
  readonly tileSizeM: number;
}

/** Outline of a photo on the ground. */
export interface PhotoFootprint {
  readonly photoId: string;
  /** [lon, lat] pairs, counter-clockwise, not closed, WGS84 degrees. */
  readonly footprint: readonly (readonly [number, number])[];
}

/** The id of the detection in one tile: `<photoId>-<tile>`, the same as the tile's id in review. */
export function detectionIdOf(photoId: string, tileIndex: number): string {
  return `${photoId}-${tileIndex}`;
}

/**
 * Radius in standard deviations (per axis) that holds 68 % and 95 % of a round two-dimensional normal distribution:
 * sqrt(-2 ln(1 - p)). Source: the Rayleigh distribution's quantile function.
 */
export const sigmas68 = Math.sqrt(-2 * Math.log(1 - 0.68));
export const sigmas95 = Math.sqrt(-2 * Math.log(1 - 0.95));
