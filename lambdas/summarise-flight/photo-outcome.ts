import type { PhotoRow } from '#core/export/photos-csv.ts';
import type { TileRow } from '#core/export/tiles-csv.ts';
import type { LeftOutFile } from '#core/flight/match-photos.ts';
import type { Run } from '#core/flight/run.ts';
import { wrapAngle } from '#core/geo/ellipsoid.ts';
import type { Pose } from '#core/geo/pose.ts';
import type { Terrain } from '#core/geo/terrain.ts';
import { unplacedReason } from '#core/geo/unplaced.ts';
import { unpackConfidences, unpackLocations } from '#core/model/scores.ts';
import { commonUncertaintyOf, placeTiles, type TilePlaces } from '#core/photo/tile-places.ts';
import type { Reason, TiledPhotoRecord } from '#core/photo/record.ts';
import { bandOf } from '#core/review/band.ts';
import type { ReviewReason } from '#core/review/policy.ts';
import { type Detection, detectionIdOf } from '#core/sighting/detection.ts';
import { planTiles, type TilePlan, tileBox } from '#core/tiling/plan.ts';
import type { AlignedPhotoLine } from '../aligned-photos.ts';
import type { PhotoResults } from '../photo-results.ts';

/** Everything that the results say of one photo. */
export interface PhotoOutcome {
  readonly row: PhotoRow;
  readonly tiles: readonly TileRow[];
  /** Placed tiles at or above the threshold. */
  readonly detections: readonly Detection[];
}

export interface OutcomeOptions {
  readonly run: Run;
  /** One sigma of the model's places inside a tile, as a share of the tile. */
  readonly locationSigma: number;
  /** The tiles of the photo that biologists are asked about, and why. */
  readonly review: ReadonlyMap<number, ReviewReason> | undefined;
  /** Ground heights; absent: level ground. */
  readonly terrain?: Terrain | undefined;
}

/** What a photo came to. */
export function outcomeOf(
  { line, record, score, notScored, aligned }: PhotoResults,
  { run, locationSigma, review, terrain }: OutcomeOptions,
): PhotoOutcome {
  if (record === undefined) return lost(line, 'It could not be tiled; run the flight again.');
  if (record.outcome === 'quarantined') return setAside(line, record.reason);
  if (notScored !== undefined) return setAside(line, notScored);
  if (score === undefined && run.modelId !== null)
    return lost(line, 'It could not be scored; run the flight again.');
  const plan = planTiles(run.sheet.tiling, record);
  const confidences = score === undefined ? undefined : unpackConfidences(score.confidences);
  const locations = score?.locations === undefined ? undefined : unpackLocations(score.locations);
  const places =
    record.pose === undefined
      ? undefined
      : placeTiles(record.pose, plan, { locations, sigmaShare: locationSigma }, terrain);
  const tiles = Array.from({ length: plan.cols * plan.rows }, (_, tile): TileRow => {
    const confidence = confidences?.[tile];
    const band = confidence === undefined ? undefined : bandOf(confidence, run.threshold);
    const reason = review?.get(tile);
    return {
      photo: record.name,
      photoId: record.photoId,
      tile,
      row: Math.floor(tile / plan.cols),
      col: tile % plan.cols,
      ...tileBox(plan, tile),
      ...placeOf(places, tile),
      ...(confidence === undefined ? {} : { confidence }),
      ...(band === undefined ? {} : { band }),
      ...(reason === undefined ? {} : { review: reason }),
    };
  });
  const isFitted = record.pose !== undefined && aligned !== undefined && aligned.correction.patches > 0;
  const commonM = isFitted ? commonUncertaintyOf(record.pose, plan, terrain) : undefined;
  const detections = tiles.flatMap((tile) => detectionOf(tile, { record, plan, commonM }) ?? []);
  return { row: rowOf(record, tiles, aligned), tiles, detections };
}

/** The row of a file that was never tiled. */
export function leftOutRow(file: LeftOutFile): PhotoRow {
  return {
    photo: file.name,
    outcome: file.outcome,
    result: 'not-scored',
    placed: false,
    reasonCode: file.reason.code,
    reason: file.reason.message,
  };
}

function nothing({ name, photoId }: { name: string; photoId: string }) {
  return { photo: name, photoId, result: 'not-scored', placed: false } as const;
}

function setAside(line: { name: string; photoId: string }, { code, message }: Reason): PhotoOutcome {
  const row: PhotoRow = { ...nothing(line), outcome: 'quarantined', reasonCode: code, reason: message };
  return { row, tiles: [], detections: [] };
}

function lost(line: { name: string; photoId: string }, reason: string): PhotoOutcome {
  return {
    row: { ...nothing(line), outcome: 'failed', reasonCode: 'photo.lost', reason },
    tiles: [],
    detections: [],
  };
}

function placeOf(
  places: TilePlaces | undefined,
  tile: number,
): Pick<TileRow, 'lat' | 'lon' | 'uncertaintyM'> {
  const lat = places?.lat[tile];
  if (places === undefined || lat === undefined || Number.isNaN(lat)) return {};
  return { lat, lon: places.lon[tile]!, uncertaintyM: places.uncertaintyM[tile]! };
}

interface DetectedPhoto {
  readonly record: TiledPhotoRecord;
  readonly plan: TilePlan;
  /** Of a tile's uncertainty what photos share that were fitted together. */
  readonly commonM: ((tile: number) => number) | undefined;
}

function detectionOf(tile: TileRow, { record, plan, commonM }: DetectedPhoto): Detection | undefined {
  const { lat, lon, uncertaintyM, confidence, band } = tile;
  if (
    band === undefined ||
    confidence === undefined ||
    lat === undefined ||
    lon === undefined ||
    uncertaintyM === undefined
  )
    return undefined;
  const gsdM = record.gsdM ?? 0;
  const widthM = plan.tileWidthPx * gsdM;
  const heightM = plan.tileHeightPx * gsdM;
  return {
    detectionId: detectionIdOf(record.photoId, tile.tile),
    photoId: record.photoId,
    photoName: record.name,
    tileIndex: tile.tile,
    confidence,
    lat,
    lon,
    uncertaintyM,
    ...(commonM === undefined ? {} : { commonUncertaintyM: Math.min(commonM(tile.tile), uncertaintyM) }),
    areaM2: widthM * heightM,
    tileSizeM: Math.max(widthM, heightM),
    ...(record.capturedAt === undefined ? {} : { capturedAt: record.capturedAt }),
  };
}

function rowOf(
  record: TiledPhotoRecord,
  tiles: readonly TileRow[],
  aligned: AlignedPhotoLine | undefined,
): PhotoRow {
  const scored = tiles.length > 0 && tiles[0]!.confidence !== undefined;
  const found = tiles.filter(({ band }) => band !== undefined).length;
  return {
    photo: record.name,
    photoId: record.photoId,
    outcome: scored ? 'scored' : 'prepared',
    result: resultOf(scored, found),
    placed: record.pose !== undefined,
    flags: record.flags,
    ...(record.pose === undefined ? whyUnplaced(record.flags) : poseCells(record.pose)),
    ...(aligned === undefined ? {} : correctionCells(aligned)),
    ...(record.gsdM === undefined ? {} : { gsdM: record.gsdM }),
    tiles: tiles.length,
    ...(scored
      ? {
          detections: found,
          maxConfidence: tiles.reduce((max, { confidence = 0 }) => Math.max(max, confidence), 0),
        }
      : {}),
    sharpness: record.quality.sharpness,
    brightness: record.quality.brightness,
    ...(record.capturedAt === undefined ? {} : { capturedAt: record.capturedAt }),
  };
}

function resultOf(scored: boolean, found: number): PhotoRow['result'] {
  if (!scored) return 'not-scored';
  return found > 0 ? 'hogweed' : 'empty';
}

function whyUnplaced(flags: readonly string[]): Pick<PhotoRow, 'reasonCode' | 'reason'> {
  const { code, message } = unplacedReason(flags);
  return { reasonCode: code, reason: message };
}

function poseCells({ lat, lon, heightAboveGroundM, yawDeg, pitchDeg, rollDeg }: Pose): Partial<PhotoRow> {
  return { lat, lon, heightAboveGroundM, yawDeg, pitchDeg, rollDeg };
}

/** What the overlap added, a half turn after the flight included. */
function correctionCells({ correction, flags }: AlignedPhotoLine): Partial<PhotoRow> {
  const halfTurnDeg = flags.includes('photo.turned') ? 180 : 0;
  return {
    movedM: Math.hypot(correction.eastM, correction.northM),
    turnedDeg: wrapAngle(correction.yawDeg + halfTurnDeg),
  };
}
