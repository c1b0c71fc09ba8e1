import { numberCell, textCell } from './csv-row.ts';

/** What became of a file of the flight; a side file is no photo. */
export type PhotoOutcome = 'scored' | 'quarantined' | 'skipped' | 'failed' | 'prepared' | 'side-file';

/** What the model found: "empty" (looked, found nothing) is not "not-scored" (nobody looked). */
export type PhotoResult = 'hogweed' | 'empty' | 'not-scored';

/** One photo of `photos.csv`. */
export interface PhotoRow {
  /** Path below the flight's folder. */
  readonly photo: string;
  readonly photoId?: string;
  readonly outcome: PhotoOutcome;
  readonly result: PhotoResult;
  /** Stable dotted code and plain sentence: why it was not scored, or not placed. */
  readonly reasonCode?: string;
  readonly reason?: string;
  readonly placed: boolean;
  readonly flags?: readonly string[];
  readonly lat?: number;
  readonly lon?: number;
  readonly heightAboveGroundM?: number;
  readonly yawDeg?: number;
  /** Up from the horizon: -90 is straight down. */
  readonly pitchDeg?: number;
  readonly rollDeg?: number;
  /** How far the overlap with its neighbours moved the photo, and turned it clockwise; absent: it was not compared. */
  readonly movedM?: number;
  readonly turnedDeg?: number;
  readonly gsdM?: number;
  readonly tiles?: number;
  readonly detections?: number;
  readonly maxConfidence?: number;
  readonly sharpness?: number;
  readonly brightness?: number;
  readonly capturedAt?: string;
}

/** The header row of `photos.csv`, with its line end. */
export const photosCsvHeader =
  'photo,photoId,outcome,result,reasonCode,reason,placed,flags,lat,lon,heightAboveGroundM,yawDeg,pitchDeg,rollDeg,movedM,turnedDeg,gsdM,tiles,detections,maxConfidence,sharpness,brightness,capturedAt\n';

/** A row of `photos.csv`, with its line end. */
export function photoCsvRow(row: PhotoRow): string {
  const cells = [
    textCell(row.photo),
    textCell(row.photoId),
    row.outcome,
    row.result,
    textCell(row.reasonCode),
    textCell(row.reason),
    row.placed ? 'yes' : 'no',
    textCell(row.flags?.join(' ')),
    numberCell(row.lat, 7),
    numberCell(row.lon, 7),
    numberCell(row.heightAboveGroundM, 2),
    numberCell(row.yawDeg, 2),
    numberCell(row.pitchDeg, 2),
    numberCell(row.rollDeg, 2),
    numberCell(row.movedM, 2),
    numberCell(row.turnedDeg, 2),
    numberCell(row.gsdM, 5),
    numberCell(row.tiles, 0),
    numberCell(row.detections, 0),
    numberCell(row.maxConfidence, 4),
    numberCell(row.sharpness, 1),
    numberCell(row.brightness, 3),
    textCell(row.capturedAt),
  ];
  return `${cells.join(',')}\n`;
}
