import type { PhotoRow } from '../export/photos-csv.ts';
import type { TileRow } from '../export/tiles-csv.ts';
import type { Sighting } from '../sighting/sighting.ts';
import { cellIdOf, type CoverageCell } from './coverage.ts';
import type { Row } from './schema.ts';

/** What every row of a run begins with. */
export interface RunColumns {
  readonly flight_id: string;
  readonly run_id: string;
  readonly model_id: string | null;
  /** Days since 1970. */
  readonly survey_date: number;
}

/** The parish of a place; null outside of all. */
export type ParishAt = (place: { readonly lat: number; readonly lon: number }) => string | null;

/** A row of `tiles`. */
export function tileRow(run: RunColumns, tile: TileRow): Row {
  return {
    ...run,
    photo_id: tile.photoId,
    tile: tile.tile,
    tile_row: tile.row,
    tile_col: tile.col,
    confidence: tile.confidence ?? null,
    band: tile.band ?? null,
    review: tile.review ?? null,
    lat: tile.lat ?? null,
    lon: tile.lon ?? null,
    uncertainty_m: tile.uncertaintyM ?? null,
  };
}

/** A row of `photos`. */
export function photoRow(run: RunColumns, photo: PhotoRow, parishAt: ParishAt): Row {
  const { lat, lon } = photo;
  return {
    flight_id: run.flight_id,
    run_id: run.run_id,
    survey_date: run.survey_date,
    photo_id: photo.photoId ?? null,
    photo_name: photo.photo,
    outcome: photo.outcome,
    result: photo.result,
    reason_code: photo.reasonCode ?? null,
    placed: photo.placed,
    captured_at: photo.capturedAt ?? null,
    lat: lat ?? null,
    lon: lon ?? null,
    height_above_ground_m: photo.heightAboveGroundM ?? null,
    yaw_deg: photo.yawDeg ?? null,
    pitch_deg: photo.pitchDeg ?? null,
    roll_deg: photo.rollDeg ?? null,
    moved_m: photo.movedM ?? null,
    gsd_m: photo.gsdM ?? null,
    tiles: photo.tiles ?? null,
    detections: photo.detections ?? null,
    max_confidence: photo.maxConfidence ?? null,
    sharpness: photo.sharpness ?? null,
    brightness: photo.brightness ?? null,
    flags: photo.flags === undefined || photo.flags.length === 0 ? null : photo.flags.join(' '),
    parish: lat === undefined || lon === undefined ? null : parishAt({ lat, lon }),
  };
}

/** A row of `sightings`. */
export function sightingRow(run: RunColumns, sighting: Sighting, parishAt: ParishAt): Row {
  const { stand, bestView } = sighting;
  return {
    ...run,
    sighting_id: sighting.sightingId,
    sighting_number: sighting.number,
    lat: sighting.lat,
    lon: sighting.lon,
    uncertainty_m: sighting.uncertaintyM,
    uncertainty95_m: sighting.uncertainty95M,
    confidence: sighting.confidence,
    band: sighting.band,
    seen_in: sighting.seenIn,
    could_see: sighting.couldSee,
    stand_area_m2: stand?.areaM2 ?? null,
    plants_at_least: stand?.plantsAtLeast ?? 1,
    best_photo_id: bestView.photoId,
    best_tile: bestView.tileIndex,
    cell_id: cellIdOf(sighting.lat, sighting.lon),
    parish: parishAt(sighting),
  };
}

/** A row of `coverage`. */
export function coverageRow(run: RunColumns, cell: CoverageCell, parishAt: ParishAt): Row {
  return {
    flight_id: run.flight_id,
    run_id: run.run_id,
    survey_date: run.survey_date,
    cell_id: cell.cellId,
    lat: cell.lat,
    lon: cell.lon,
    area_m2: cell.areaM2,
    photos: cell.photos,
    parish: parishAt(cell),
  };
}
