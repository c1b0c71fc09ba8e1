import type { PhotoFootprint } from '../sighting/detection.ts';

/** A placed photo as exports show it: its outline on the ground and what became of it. */
export interface ExportedPhoto extends PhotoFootprint {
  /** Path below the flight's folder. */
  readonly name: string;
  /** As in `photos.csv`. */
  readonly outcome: string;
  /** "empty" (looked, found nothing) is not "not-scored" (nobody looked). */
  readonly result: string;
  /** ISO 8601; with the zone where the photo tells it. */
  readonly capturedAt?: string;
}
