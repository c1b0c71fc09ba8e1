import type { ColumnType } from './schema.ts';

/** A question that many queries begin with, under a name. SQL that both Athena (Trino) and DuckDB take. */
export interface LakeView {
  readonly name: string;
  readonly means: string;
  /** Its columns; a test compares them with what DuckDB says. */
  readonly columns: readonly (readonly [name: string, type: ViewType])[];
  readonly sql: string;
}

export type ViewType = ColumnType | 'bigint';

/** Metres of a degree of latitude, near enough for distances of metres. Source: mean meridian of WGS84. */
export const metresPerDegree = 111_320;

/** SQL for the distance between two places with columns lat and lon, metres. */
function distanceSql(a: string, b: string): string {
  const north = `(${a}.lat - ${b}.lat) * ${metresPerDegree}`;
  const east = `(${a}.lon - ${b}.lon) * ${metresPerDegree} * cos(radians(${a}.lat))`;
  return `sqrt(power(${north}, 2) + power(${east}, 2))`;
}

const currentRuns: LakeView = {
  name: 'current_runs',
  means:
    'The newest run of a model over each real flight: earlier runs and simulated flights do not count twice',
  columns: [
    ['flight_id', 'string'],
    ['run_id', 'string'],
    ['model_id', 'string'],
    ['survey_date', 'date'],
    ['survey_year', 'bigint'],
    ['survey_month', 'string'],
    ['started_at', 'timestamp'],
    ['title', 'string'],
    ['operator', 'string'],
    ['tiling', 'string'],
    ['threshold', 'double'],
    ['photos', 'int'],
    ['photos_scored', 'int'],
    ['photos_unplaced', 'int'],
    ['photos_quarantined', 'int'],
    ['tiles', 'int'],
    ['tiles_review', 'int'],
    ['sightings', 'int'],
    ['covered_m2', 'double'],
    ['took_s', 'double'],
    ['cost_usd', 'double'],
    ['run_order', 'bigint'],
  ],
  sql: `SELECT flight_id, run_id, model_id, survey_date, year(survey_date) AS survey_year, survey_month, started_at,
  title, operator, tiling, threshold, photos, photos_scored, photos_unplaced, photos_quarantined, tiles, tiles_review, sightings,
  covered_m2, took_s, cost_usd, row_number() OVER (ORDER BY survey_date, started_at, run_id) AS run_order
FROM (
  SELECT *, row_number() OVER (PARTITION BY flight_id ORDER BY started_at DESC, run_id DESC) AS newest
  FROM runs
  WHERE model_id IS NOT NULL AND NOT simulated
) AS numbered
WHERE newest = 1`,
};

const yearCells: LakeView = {
  name: 'year_cells',
  means:
    'Each cell of ground with the newest run of each year that shows it: two flights of one year count once',
  columns: [
    ['survey_year', 'bigint'],
    ['cell_id', 'string'],
    ['run_id', 'string'],
    ['survey_date', 'date'],
    ['lat', 'double'],
    ['lon', 'double'],
    ['area_m2', 'double'],
    ['parish', 'string'],
  ],
  // Numbers of runs are compared, not rows sorted: there are many cells and few runs. The engines differ in what max_by makes of NULL.
  sql: `SELECT r.survey_year, c.cell_id, r.run_id, r.survey_date, c.lat, c.lon, c.area_m2, nullif(c.parish, '') AS parish
FROM (
  SELECT r.survey_year, c.cell_id, max(r.run_order) AS run_order, max(c.lat) AS lat, max(c.lon) AS lon,
    max(c.area_m2) AS area_m2, max_by(coalesce(c.parish, ''), r.run_order) AS parish
  FROM coverage AS c
  JOIN current_runs AS r ON r.run_id = c.run_id
  GROUP BY 1, 2
) AS c
JOIN current_runs AS r ON r.run_order = c.run_order`,
};

const tileAnswers: LakeView = {
  name: 'tile_answers',
  means:
    'What people say of each tile together: who saw it wins over who was unsure, hogweed against not-hogweed is unsure; withdrawn answers are gone',
  columns: [
    ['flight_id', 'string'],
    ['photo_id', 'string'],
    ['tiling', 'string'],
    ['tile', 'int'],
    ['answer', 'string'],
    ['people', 'bigint'],
    ['reason', 'string'],
    ['labelled_at', 'timestamp'],
  ],
  sql: `SELECT flight_id, photo_id, tiling, tile,
  CASE
    WHEN max(CASE WHEN answer = 'hogweed' THEN 1 ELSE 0 END) = 1 THEN
      CASE WHEN max(CASE WHEN answer = 'not-hogweed' THEN 1 ELSE 0 END) = 1 THEN 'unsure' ELSE 'hogweed' END
    WHEN max(CASE WHEN answer = 'not-hogweed' THEN 1 ELSE 0 END) = 1 THEN 'not-hogweed'
    WHEN max(CASE WHEN answer = 'unsure' THEN 1 ELSE 0 END) = 1 THEN 'unsure'
    ELSE 'bad-image'
  END AS answer,
  count(*) AS people, nullif(min(reason), '~') AS reason, max(labelled_at) AS labelled_at
FROM (
  SELECT l.flight_id, l.photo_id, l.tiling, l.tile, l.reviewer, max_by(l.answer, l.seq) AS answer,
    max_by(coalesce(l.reason, '~'), l.seq) AS reason, max_by(l.labelled_at, l.seq) AS labelled_at
  FROM labels AS l
  LEFT JOIN (
    SELECT DISTINCT flight_id AS back_flight_id, withdraws AS back_label_id FROM labels WHERE withdraws IS NOT NULL
  ) AS w ON w.back_flight_id = l.flight_id AND w.back_label_id = l.label_id
  WHERE l.withdraws IS NULL AND w.back_label_id IS NULL
  GROUP BY l.flight_id, l.photo_id, l.tiling, l.tile, l.reviewer
) AS standing
GROUP BY flight_id, photo_id, tiling, tile`,
};

const yearSightings: LakeView = {
  name: 'year_sightings',
  means:
    'The sightings of each year, each place from its newest flight of the year, without those that people rejected',
  columns: [
    ['survey_year', 'bigint'],
    ['survey_date', 'date'],
    ['flight_id', 'string'],
    ['run_id', 'string'],
    ['model_id', 'string'],
    ['sighting_id', 'string'],
    ['sighting_number', 'int'],
    ['lat', 'double'],
    ['lon', 'double'],
    ['uncertainty95_m', 'double'],
    ['confidence', 'double'],
    ['band', 'string'],
    ['area_m2', 'double'],
    ['plants_at_least', 'int'],
    ['cell_id', 'string'],
    ['parish', 'string'],
    ['answer', 'string'],
  ],
  sql: `SELECT r.survey_year, s.survey_date, s.flight_id, s.run_id, s.model_id, s.sighting_id, s.sighting_number, s.lat, s.lon,
  s.uncertainty95_m, s.confidence, s.band, coalesce(s.stand_area_m2, 7.07e0) AS area_m2, s.plants_at_least, s.cell_id,
  s.parish, a.answer
FROM sightings AS s
JOIN current_runs AS r ON r.run_id = s.run_id
LEFT JOIN year_cells AS c ON c.survey_year = r.survey_year AND c.cell_id = s.cell_id
LEFT JOIN tile_answers AS a
  ON a.flight_id = s.flight_id AND a.photo_id = s.best_photo_id AND a.tile = s.best_tile AND a.tiling = r.tiling
WHERE (c.run_id IS NULL OR c.run_id = s.run_id) AND coalesce(a.answer, '') <> 'not-hogweed'`,
};

const labelledTiles: LakeView = {
  name: 'labelled_tiles',
  means: 'Each clear answer beside what every model said of that tile: who was right',
  columns: [
    ['flight_id', 'string'],
    ['run_id', 'string'],
    ['model_id', 'string'],
    ['photo_id', 'string'],
    ['tile', 'int'],
    ['answer', 'string'],
    ['reason', 'string'],
    ['confidence', 'float'],
    ['agrees', 'boolean'],
    ['verdict', 'string'],
  ],
  sql: `SELECT r.flight_id, r.run_id, r.model_id, a.photo_id, a.tile, a.answer, a.reason, t.confidence,
  (a.answer = 'hogweed') = (t.band IS NOT NULL) AS agrees,
  CASE
    WHEN a.answer = 'hogweed' AND t.band IS NOT NULL THEN 'found'
    WHEN a.answer = 'hogweed' THEN 'missed'
    WHEN t.band IS NOT NULL THEN 'false alarm'
    ELSE 'rightly empty'
  END AS verdict
FROM tile_answers AS a
JOIN runs AS r ON r.flight_id = a.flight_id AND r.tiling = a.tiling
JOIN tiles AS t ON t.run_id = r.run_id AND t.photo_id = a.photo_id AND t.tile = a.tile
WHERE a.answer IN ('hogweed', 'not-hogweed') AND t.confidence IS NOT NULL`,
};

const sitePairs: LakeView = {
  name: 'site_pairs',
  means:
    'Sightings of one year beside those of the year before that can be the same plant: within their 95 % radii, or 3 m',
  columns: [
    ['survey_year', 'bigint'],
    ['run_id', 'string'],
    ['sighting_id', 'string'],
    ['before_run_id', 'string'],
    ['before_sighting_id', 'string'],
    ['distance_m', 'double'],
  ],
  sql: `SELECT a.survey_year, a.run_id, a.sighting_id, b.run_id AS before_run_id, b.sighting_id AS before_sighting_id,
  ${distanceSql('a', 'b')} AS distance_m
FROM (
  SELECT y.*, floor(y.lat * 2000) + t.step AS strip
  FROM year_sightings AS y
  CROSS JOIN (VALUES (-1), (0), (1)) AS t(step)
) AS a
JOIN (SELECT y.*, floor(y.lat * 2000) AS strip FROM year_sightings AS y) AS b
  ON b.survey_year = a.survey_year - 1 AND b.strip = a.strip
WHERE ${distanceSql('a', 'b')}
  <= greatest(3e0, sqrt(power(a.uncertainty95_m, 2) + power(b.uncertainty95_m, 2)))`,
};

/** Every view; later ones build on earlier ones. */
export const lakeViews: readonly LakeView[] = [
  currentRuns,
  tileAnswers,
  yearCells,
  yearSightings,
  labelledTiles,
  sitePairs,
];
