import type { Band } from '../review/band.ts';
import type { StageCheck } from './checks.ts';

/** What became of a flight's photos. Every photo is in exactly one of scored, quarantined, skipped, failed, prepared. */
export interface PhotoCounts {
  /** Photos found in the flight, side files not counted. */
  readonly read: number;
  readonly scored: number;
  /** Unusable, each with a reason. */
  readonly quarantined: number;
  /** Scored, but without a place on the map; part of `scored`. */
  readonly unplaced: number;
  /** Not done on purpose: the same photo twice, or not in the manifest. */
  readonly skipped: number;
  /** Lost to an error of the system; a repeated run does them again. */
  readonly failed: number;
  /** Tiled for labelling: no model was in production. */
  readonly prepared: number;
}

/** The result of a run in figures; `summary.json` holds it. */
export interface RunSummary {
  readonly flightId: string;
  readonly runId: string;
  readonly modelId: string | null;
  readonly engine: string | null;
  readonly status: 'succeeded' | 'succeeded-with-failures';
  readonly photos: PhotoCounts;
  /** Files in the folder that are no photos. */
  readonly sideFiles: number;
  readonly tiles: number;
  /** Tiles in each band. */
  readonly bands: Readonly<Record<Band, number>>;
  /** Tiles that wait for a biologist. */
  readonly review: number;
  readonly sightings: number;
  /** Full decodes of photos while tiling: the promise is one per photo. */
  readonly decodes: number;
  /** How the work of each stage turned out. */
  readonly checks: readonly StageCheck[];
  /** What readers of the results must know, in plain sentences. */
  readonly notes: readonly string[];
  /** Result files by format, keys in the results bucket. */
  readonly files: Readonly<Record<string, string>>;
}
