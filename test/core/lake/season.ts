import { cellIdOf, coverageOf } from '#core/lake/coverage.ts';
import { dayNumber } from '#core/lake/survey-date.ts';
import type { Row, TableName } from '#core/lake/schema.ts';
import { hashUnit } from '#core/review/policy.ts';

/** Rows of one flight by table. */
export interface SeasonFlight {
  readonly month: string;
  readonly owner: string;
  readonly rows: Readonly<Record<Exclude<TableName, 'labels' | 'field_marks'>, readonly Row[]>>;
}

export interface SeasonSize {
  /** Flights of 2025 and 2026 together; a fifth of each year's ground is flown in that year only. */
  readonly flights: number;
  readonly photosPerFlight: number;
  /** A square number. */
  readonly tilesPerPhoto: number;
}

/** Plants of one piece of ground: in both years, in the first only, in the second only. */
export const plants = { persisting: 3, gone: 1, new: 2 } as const;
export const plantAreaM2 = 40;

const side = { lat: 0.0027, lon: 0.0047 };
const months = ['05', '06', '07', '08', '09'];

/** Which pieces of ground are flown in a year. */
export function groundsOf(year: 2025 | 2026, { flights }: SeasonSize): number[] {
  const perYear = flights / 2;
  const first = year === 2025 ? 0 : perYear / 5;
  return Array.from({ length: perYear }, (_, i) => first + i);
}

/** South-west corner of a piece of ground; pieces lie 1 km apart, ten in a row. */
export function cornerOf(ground: number): { lat: number; lon: number } {
  return { lat: 56 + Math.floor(ground / 10) * 0.01, lon: 12 + (ground % 10) * 0.016 };
}

/** Place of a plant: 0, 1, 2 persist, 3 is gone in 2026, 4 and 5 are new in 2026. */
export function plantAt(ground: number, plant: number): { lat: number; lon: number } {
  const corner = cornerOf(ground);
  return { lat: corner.lat + 0.0003 + plant * 0.0004, lon: corner.lon + 0.0006 + plant * 0.0006 };
}

export function parishOf(ground: number): string {
  return ground % 2 === 0 ? 'Vester Egesborg' : 'Øster Ålsted';
}

export function flightIdOf(year: number, ground: number): string {
  return `ground-${ground}-${year}`;
}

export function photoIdOf(flightId: string, photo: number): string {
  return Array.from({ length: 3 }, (_, i) =>
    Math.floor(hashUnit(`${flightId}/${photo}/${i}`) * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  )
    .join('')
    .slice(0, 20);
}

/** A season of results without a single picture. */
export function* simulatedSeason(size: SeasonSize): Generator<SeasonFlight> {
  for (const year of [2025, 2026] as const) {
    for (const ground of groundsOf(year, size)) yield flightOf({ year, ground, size });
  }
}

export interface FlightChoice {
  readonly year: 2025 | 2026;
  readonly ground: number;
  readonly size: SeasonSize;
  /** Another model than the usual one, later. */
  readonly modelId?: string;
  readonly startedAt?: string;
  readonly simulated?: boolean;
}

/** The rows of one flight. */
export function flightOf({
  year,
  ground,
  size,
  modelId = 'meadow-1',
  startedAt,
  simulated = false,
}: FlightChoice): SeasonFlight {
  const flightId = flightIdOf(year, ground);
  const month = `${year}-${months[ground % months.length]!}`;
  const date = `${month}-${String(1 + (ground % 28)).padStart(2, '0')}`;
  const run = {
    flight_id: flightId,
    run_id: `${flightId}-${modelId}`,
    model_id: modelId,
    survey_date: dayNumber(date),
  };
  const { model_id: _model, ...unmodelled } = run;
  const corner = cornerOf(ground);
  const footprint = [
    [corner.lon, corner.lat],
    [corner.lon + side.lon, corner.lat],
    [corner.lon + side.lon, corner.lat + side.lat],
    [corner.lon, corner.lat + side.lat],
  ] as const;
  const cells = coverageOf([{ photoId: 'x', footprint }]);
  const tiles = tilesOf(run, ground, size);
  const sightings = presentPlants(year).map((plant, i) =>
    sightingOf({ run, ground, plant, number: i + 1, size }),
  );
  return {
    month,
    owner: run.run_id,
    rows: {
      runs: [
        {
          ...run,
          survey_date_source: 'photos',
          started_at: Date.parse(startedAt ?? `${date}T18:00:00Z`),
          finished_at: Date.parse(startedAt ?? `${date}T18:10:00Z`),
          simulated,
          engine: 'onnx',
          tiling: 'm:2.5,0.5',
          threshold: 0.5,
          photos: size.photosPerFlight,
          photos_scored: size.photosPerFlight - 1,
          photos_unplaced: 0,
          photos_quarantined: 1,
          photos_failed: 0,
          tiles: tiles.length,
          tiles_review: tiles.filter(({ review }) => review !== null).length,
          sightings: sightings.length,
          covered_m2: cells.reduce((sum, { areaM2 }) => sum + areaM2, 0),
          took_s: 600,
          cost_usd: 0.5,
          lat: corner.lat,
          lon: corner.lon,
        },
      ],
      photos: Array.from({ length: size.photosPerFlight }, (_, photo) =>
        photoOf(unmodelled, ground, { photo, size }),
      ),
      tiles,
      sightings,
      coverage: cells.map(({ cellId, lat, lon, areaM2 }) => ({
        ...unmodelled,
        cell_id: cellId,
        lat,
        lon,
        area_m2: areaM2,
        photos: 4,
        parish: parishOf(ground),
      })),
    },
  };
}

/** Answers of biologists on a flight, two tiles of each photo, and the treatment of its first plant in 2025. */
export function answersOf({ owner, rows }: SeasonFlight): Record<'labels' | 'field_marks', Row[]> {
  const flightId = String(rows.runs[0]!['flight_id']);
  const day = Number(rows.runs[0]!['survey_date']);
  const label = (tile: Row, reason: string): Row => ({
    label_id: `${String(tile['photo_id'])}-${String(tile['tile'])}`,
    labelled_at: (day + 3) * 86_400_000,
    flight_id: flightId,
    run_id: owner,
    model_id: tile['model_id']!,
    survey_date: day,
    photo_id: tile['photo_id']!,
    tiling: rows.runs[0]!['tiling']!,
    tile: tile['tile']!,
    seq: 1,
    answer: Number(tile['confidence']) >= 0.5 ? 'hogweed' : 'not-hogweed',
    reviewer: 'anna',
    second_opinion: false,
    reason,
    confidence: tile['confidence']!,
    lat: tile['lat']!,
    lon: tile['lon']!,
  });
  const first = rows.sightings[0]!;
  const mark: Row = {
    mark_id: `${flightId}-mark`,
    flight_id: flightId,
    sighting_id: first['sighting_id']!,
    mark: 'treated',
    marked_on: day + 7,
    who: 'crew',
    lat: first['lat']!,
    lon: first['lon']!,
    radius_m: 3,
    cell_id: first['cell_id']!,
  };
  return {
    labels: rows.tiles.flatMap((tile) =>
      tile['tile'] === 1 ? [label(tile, 'uncertain')] : tile['tile'] === 2 ? [label(tile, 'audit')] : [],
    ),
    field_marks: flightId.endsWith('2025') ? [mark] : [],
  };
}

export function presentPlants(year: 2025 | 2026): number[] {
  return year === 2025 ? [0, 1, 2, 3] : [0, 1, 2, 4, 5];
}

function photoOf(run: Row, ground: number, { photo, size }: { photo: number; size: SeasonSize }): Row {
  const bad = photo === size.photosPerFlight - 1;
  const place = photoPlace(ground, photo, size);
  return {
    ...run,
    photo_id: photoIdOf(String(run['flight_id']), photo),
    photo_name: `DJI_${String(photo).padStart(4, '0')}.JPG`,
    outcome: bad ? 'quarantined' : 'scored',
    result: bad ? 'not-scored' : 'empty',
    reason_code: bad ? 'photo.truncated' : null,
    placed: !bad,
    lat: bad ? null : place.lat,
    lon: bad ? null : place.lon,
    parish: bad ? null : parishOf(ground),
    sharpness: 100 + 20 * hashUnit(`s${ground}/${photo}`),
    brightness: 0.4 + 0.1 * hashUnit(`b${ground}/${photo}`),
    gsd_m: 0.01,
  };
}

function photoPlace(
  ground: number,
  photo: number,
  { photosPerFlight }: SeasonSize,
): { lat: number; lon: number } {
  const columns = Math.ceil(Math.sqrt(photosPerFlight));
  const corner = cornerOf(ground);
  return {
    lat: corner.lat + (side.lat * (Math.floor(photo / columns) + 0.5)) / columns,
    lon: corner.lon + (side.lon * ((photo % columns) + 0.5)) / columns,
  };
}

/** Tile 0 of photo `plant` shows the plant; tile 1 of every photo is one that the model is unsure of. */
function tilesOf(run: Row, ground: number, size: SeasonSize): Row[] {
  const across = Math.round(Math.sqrt(size.tilesPerPhoto));
  const year = String(run['flight_id']).endsWith('2025') ? 2025 : 2026;
  const present = new Set(presentPlants(year));
  const rows: Row[] = [];
  for (let photo = 0; photo < size.photosPerFlight - 1; photo++) {
    const photoId = photoIdOf(String(run['flight_id']), photo);
    const place = photoPlace(ground, photo, size);
    for (let tile = 0; tile < size.tilesPerPhoto; tile++) {
      const showsPlant = tile === 0 && present.has(photo);
      const confidence = showsPlant
        ? 0.95
        : tile === 1
          ? 0.4
          : 0.1 * hashUnit(`${ground}/${photo}/${tile}`) ** 2;
      rows.push({
        ...run,
        photo_id: photoId,
        tile,
        tile_row: Math.floor(tile / across),
        tile_col: tile % across,
        confidence,
        band: showsPlant ? 'certain' : null,
        review: tile === 1 ? 'uncertain' : null,
        lat: place.lat + ((tile / size.tilesPerPhoto - 0.5) * side.lat) / 10,
        lon: place.lon + (((tile % across) / across - 0.5) * side.lon) / 10,
        uncertainty_m: 2,
      });
    }
  }
  return rows;
}

interface SightingChoice {
  readonly run: Row & { readonly flight_id: string };
  readonly ground: number;
  readonly plant: number;
  readonly number: number;
  readonly size: SeasonSize;
}

function sightingOf({ run, ground, plant, number }: SightingChoice): Row {
  const { lat, lon } = plantAt(ground, plant);
  // Every year puts a plant elsewhere, by less than the uncertainty.
  const jitter = (hashUnit(`${run.flight_id}/${plant}`) - 0.5) * 2e-5;
  return {
    ...run,
    sighting_id: `${run.flight_id}/${plant}`,
    sighting_number: number,
    lat: lat + jitter,
    lon,
    uncertainty_m: 1.2,
    uncertainty95_m: 2,
    confidence: 0.95,
    band: 'certain',
    seen_in: 3,
    could_see: 4,
    stand_area_m2: plantAreaM2,
    plants_at_least: 2,
    best_photo_id: photoIdOf(run.flight_id, plant),
    best_tile: 0,
    cell_id: cellIdOf(lat, lon),
    parish: parishOf(ground),
  };
}
