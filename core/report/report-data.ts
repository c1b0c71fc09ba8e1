import type { DriftAssessment } from '../drift/assess.ts';
import type { StageCheck } from '../flight/checks.ts';
import type { PhotoFootprint } from '../sighting/detection.ts';
import type { Sighting } from '../sighting/sighting.ts';
import type { Histogram } from './histogram.ts';

/** Everything that the report page shows; whoever writes the page gathers it, the page computes only layout. */
export interface ReportData {
  readonly flight: ReportFlight;
  readonly run: ReportRun;
  readonly counts: ReportCounts;
  readonly sightings: readonly Sighting[];
  /** Outlines of all placed photos. */
  readonly photos: readonly ReportPhoto[];
  readonly histogram: Histogram;
  /** Surest tiles, best first. */
  readonly bestTiles: readonly ReportTile[];
  /** Tiles nearest to the threshold of a decision, least certain first. */
  readonly uncertainTiles: readonly ReportTile[];
  /** Photos that were not scored, or not placed. */
  readonly problems: readonly PhotoProblem[];
  /** How many photos carry each flag. */
  readonly flags: readonly FlagCount[];
  /** Whether the model is as it was made; absent: nothing was scored. */
  readonly drift?: DriftAssessment;
  /** What neighbouring photos said about each other's places; absent: nobody compared them. */
  readonly overlap?: ReportOverlap;
  /** How the work of each stage turned out; absent: nobody checked. */
  readonly checks?: readonly StageCheck[];
  readonly stages: readonly StageTime[];
  readonly files: readonly ReportFile[];
  /** Best views for the map's bubbles: JPEG as base64 by the detection's id. Sightings without one show none. */
  readonly pictures?: Readonly<Record<string, string>>;
}

export interface ReportFlight {
  readonly flightId: string;
  readonly title?: string;
  readonly operator?: string;
  /** When the survey began: what flight.json says, or the first photo of its day, ISO 8601. */
  readonly capturedAt?: string;
  /** First and last time of the photos, where more than a day lies between them. */
  readonly span?: { readonly first: string; readonly last: string };
  readonly simulated?: boolean;
}

export interface ReportRun {
  /** What readers must know, in plain sentences. */
  readonly notes?: readonly string[];
  readonly runId: string;
  /** ISO 8601 with zone. */
  readonly startedAt: string;
  /** Null: no model was in production, the flight was only prepared for labelling. */
  readonly modelId: string | null;
  readonly modelTitle?: string;
  readonly engine: string | null;
  /** Confidence from which a tile is a detection. */
  readonly threshold: number;
  /** As people write it: `m:2.5,0.5`. */
  readonly tiling: string;
}

export interface ReportCounts {
  readonly read: number;
  readonly scored: number;
  readonly quarantined: number;
  /** Part of `scored`. */
  readonly unplaced: number;
  readonly skipped: number;
  readonly failed: number;
  readonly prepared: number;
  /** Files in the folder that are no photos. */
  readonly sideFiles: number;
  readonly tiles: number;
  /** Tiles that wait for a biologist. */
  readonly review: number;
}

export interface ReportPhoto extends PhotoFootprint {
  readonly name: string;
}

export interface ReportTile {
  readonly photoName: string;
  readonly tileIndex: number;
  readonly confidence: number;
  /** JPEG as base64, without the `data:` prefix. */
  readonly jpegBase64: string;
  /** Number of the sighting that the tile belongs to. */
  readonly sightingNumber?: number;
}

export interface PhotoProblem {
  readonly photoName: string;
  readonly kind: 'not-scored' | 'not-placed';
  /** Stable dotted code. */
  readonly reasonCode: string;
  /** One plain sentence; may differ from photo to photo with the same code. */
  readonly reason: string;
}

export interface FlagCount {
  readonly flag: string;
  /** What the flag means, one plain sentence. */
  readonly meaning?: string;
  readonly photos: number;
  /** Their names, where they are few. */
  readonly names?: readonly string[];
}

export interface ReportOverlap {
  /** Photos that could be compared with their neighbours. */
  readonly compared: number;
  /** Moved by up to 3 m or 5 degrees, and by more. */
  readonly aligned: number;
  readonly moved: number;
  /** Turned back by 180 degrees, and not known whether to. */
  readonly turned: number;
  readonly doubtful: number;
  /** How far apart two photos put the same ground, metres, as their tags say and after the correction. */
  readonly apartBeforeM: number;
  readonly apartAfterM: number;
}

export interface StageTime {
  readonly name: string;
  readonly tookMs: number;
}

export interface ReportFile {
  /** Path beside the report. */
  readonly name: string;
  /** What it holds, in a few words. */
  readonly holds: string;
}
