import type { Band } from '../review/band.ts';
import type { ReviewReason } from '../review/policy.ts';
import { numberCell, textCell } from './csv-row.ts';

/** One tile of `tiles.csv`. */
export interface TileRow {
  /** Path of the photo below the flight's folder. */
  readonly photo: string;
  readonly photoId: string;
  /** Index of the tile in its photo, row by row from 0. */
  readonly tile: number;
  readonly row: number;
  readonly col: number;
  /** Rectangle in photo pixels. */
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Absent: the photo was prepared, not scored. */
  readonly confidence?: number;
  /** Absent below the threshold. */
  readonly band?: Band;
  /** Absent for tiles of unplaced photos. */
  readonly lat?: number;
  readonly lon?: number;
  readonly uncertaintyM?: number;
  /** Why a biologist is asked; absent: is not asked. */
  readonly review?: ReviewReason;
}

/** The header row of `tiles.csv`, with its line end. */
export const tilesCsvHeader =
  'photo,photoId,tile,row,col,leftPx,topPx,widthPx,heightPx,confidence,band,lat,lon,uncertaintyM,review\n';

/** A row of `tiles.csv`, with its line end; confidences always with 4 decimals. */
export function tileCsvRow(row: TileRow): string {
  const photo = `${textCell(row.photo)},${textCell(row.photoId)},${row.tile},${row.row},${row.col}`;
  const box = `${numberCell(row.leftPx, 2)},${numberCell(row.topPx, 2)},${numberCell(row.widthPx, 2)},${numberCell(row.heightPx, 2)}`;
  const score = `${row.confidence === undefined ? '' : row.confidence.toFixed(4)},${row.band ?? ''}`;
  const place = `${numberCell(row.lat, 7)},${numberCell(row.lon, 7)},${numberCell(row.uncertaintyM, 2)}`;
  return `${photo},${box},${score},${place},${row.review ?? ''}\n`;
}
