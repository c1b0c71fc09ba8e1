import type { Pose } from '../geo/pose.ts';

/** Why a photo was not scored, or not placed: a stable code and a plain sentence. */
export interface Reason {
  readonly code: string;
  readonly message: string;
}

/** Simple figures of picture quality, from the photo at sheet resolution. */
export interface PhotoQuality {
  /** Variance of the Laplacian of the green values (0..255): low = blurred. Source: Pech-Pacheco et al. 2000, ICPR. */
  readonly sharpness: number;
  /** Mean green value, 0..1. */
  readonly brightness: number;
  /** Share of pixels that are nearly black or nearly white, 0..1. */
  readonly clipped: number;
}

interface PhotoRecordBase {
  readonly flightId: string;
  readonly photoId: string;
  /** Name of the sheet's spec: a photo has one record per tiling and tile size. */
  readonly spec: string;
  readonly name: string;
  /** Stable dotted codes of everything unusual; sentences: core/geo/flags.ts. */
  readonly flags: readonly string[];
}

/** A photo that has its sheet. Without a pose it is unplaced: scored all the same. */
export interface TiledPhotoRecord extends PhotoRecordBase {
  readonly outcome: 'tiled';
  readonly widthPx: number;
  readonly heightPx: number;
  /** Ground size of a pixel that the tiling was planned with, metres; absent where neither pose nor tiling need one. */
  readonly gsdM?: number;
  readonly pose?: Pose;
  /** Outline of the photo on the ground, [lon, lat] pairs, counter-clockwise, not closed. */
  readonly footprint?: readonly (readonly [number, number])[];
  readonly capturedAt?: string;
  readonly camera?: string;
  readonly quality: PhotoQuality;
  /** Key of the sheet in the work bucket. */
  readonly sheetKey: string;
  /** Key of the whole photo in small, in the work bucket; records of older versions have none. */
  readonly previewKey?: string;
  readonly tiles: number;
  /** Full decodes that this record cost: 1. */
  readonly decodes: number;
}

/** A photo that cannot be used, and why. */
export interface QuarantinedPhotoRecord extends PhotoRecordBase {
  readonly outcome: 'quarantined';
  readonly reason: Reason;
  readonly decodes: number;
}

export type PhotoRecord = TiledPhotoRecord | QuarantinedPhotoRecord;

/** What a model said of one photo. */
export interface ScoreRecord {
  readonly runId: string;
  readonly photoId: string;
  /** `packConfidences` of every tile. */
  readonly confidences: Uint8Array;
  /** `packLocations` of every tile, when the model says where in the tile the plant stands. */
  readonly locations?: Uint8Array;
  readonly modelId: string;
  readonly engine: string;
}

/** One tile that a biologist is asked about. */
export interface ReviewRecord {
  readonly runId: string;
  /** `<photoId>-<tile>`. */
  readonly tileId: string;
  readonly flightId: string;
  readonly photoId: string;
  readonly tile: number;
  readonly reason: 'uncertain' | 'audit';
  readonly confidence: number;
  /** Key of the tile at full resolution in the review bucket. */
  readonly key: string;
  readonly state: 'open';
}
