/** Types that Parquet, Athena and DuckDB all know. Numbers are JavaScript numbers; dates are days, timestamps milliseconds, both since 1970. */
export type ColumnType = 'string' | 'int' | 'float' | 'double' | 'boolean' | 'date' | 'timestamp';

/** One column of a table of the lake. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Absent: every row has a value. */
  readonly nullable?: true;
  /** Version of the schema that brought it; absent: the first. Older files read as NULL, so a later one is nullable. */
  readonly since?: number;
  /** What it means, with its unit; the data dictionary prints it. */
  readonly means: string;
}

/** One table of the lake. */
export interface LakeTable {
  readonly name: TableName;
  /** What one row is. */
  readonly row: string;
  /** Column whose value says whose row it is: who writes again replaces the rows with the same value. */
  readonly ownerColumn: string;
  /** Whether rows are sorted by their place, so that a query for a part of the map skips the rest. */
  readonly sortedByPlace: boolean;
  readonly columns: readonly Column[];
}

export type TableName = 'runs' | 'photos' | 'tiles' | 'sightings' | 'coverage' | 'labels' | 'field_marks';

/** Raised with every new column. Columns are only added, at the end, nullable: never renamed, retyped or removed. */
export const lakeSchemaVersion = 1;

/** The partition column that every table has beside its own: it is in the key of a file, not in the file. */
export const partitionColumn: Column = {
  name: 'survey_month',
  type: 'string',
  means:
    'Month of the survey, `2026-07`: name it in a WHERE, and the other months are neither read nor paid for',
};

const flight: Column = { name: 'flight_id', type: 'string', means: 'Flight' };
const run: Column = { name: 'run_id', type: 'string', means: 'Run: one pass of one model over the flight' };
const model: Column = {
  name: 'model_id',
  type: 'string',
  nullable: true,
  means: 'Model; NULL where the flight was only prepared for labelling',
};
const surveyDate: Column = {
  name: 'survey_date',
  type: 'date',
  means: 'Day on which the photos were taken; `runs.survey_date_source` says how it is known',
};
const lat: Column = { name: 'lat', type: 'double', means: 'Latitude, degrees WGS84' };
const lon: Column = { name: 'lon', type: 'double', means: 'Longitude, degrees WGS84' };
const maybeLat: Column = { ...lat, nullable: true, means: 'Latitude, degrees WGS84; NULL without a place' };
const maybeLon: Column = { ...lon, nullable: true, means: 'Longitude, degrees WGS84; NULL without a place' };
const parish: Column = {
  name: 'parish',
  type: 'string',
  nullable: true,
  means: 'Parish, or whatever area `umbel lake areas` was given, that holds the place; NULL outside of all',
};
const band: Column = {
  name: 'band',
  type: 'string',
  nullable: true,
  means:
    '`certain` (0.90 and more), `probable` (0.80 to 0.90), `possible` (from the threshold); NULL below it',
};

const runs: LakeTable = {
  name: 'runs',
  row: 'One run: one pass of one model over one flight',
  ownerColumn: 'run_id',
  sortedByPlace: false,
  columns: [
    flight,
    run,
    model,
    surveyDate,
    {
      name: 'survey_date_source',
      type: 'string',
      means: '`manifest`, `photos`, or `run`: nobody knew a possible date, so it is the day of the run',
    },
    { name: 'started_at', type: 'timestamp', means: 'When the run started, UTC' },
    { name: 'finished_at', type: 'timestamp', means: 'When its results were written, UTC' },
    { name: 'simulated', type: 'boolean', means: 'True for flights of `umbel simulate`: not of this world' },
    { name: 'title', type: 'string', nullable: true, means: 'Title of the flight' },
    { name: 'operator', type: 'string', nullable: true, means: 'Who flew' },
    { name: 'engine', type: 'string', nullable: true, means: 'What the model ran on' },
    { name: 'tiling', type: 'string', means: 'How photos were split, for example `m:2.5,0.5`' },
    { name: 'threshold', type: 'double', means: 'Confidence from which a tile is a detection' },
    { name: 'photos', type: 'int', means: 'Photos of the flight' },
    { name: 'photos_scored', type: 'int', means: 'Photos that the model saw' },
    { name: 'photos_unplaced', type: 'int', means: 'Of these: without a place on the map' },
    { name: 'photos_quarantined', type: 'int', means: 'Photos that could not be used' },
    { name: 'photos_failed', type: 'int', means: 'Photos lost to an error of the system' },
    { name: 'tiles', type: 'int', means: 'Tiles scored, or prepared' },
    { name: 'tiles_review', type: 'int', means: 'Tiles that biologists are asked about' },
    { name: 'sightings', type: 'int', means: 'Plants and stands found' },
    { name: 'covered_m2', type: 'double', means: 'Ground that at least one photo shows, square metres' },
    { name: 'took_s', type: 'double', means: 'From start to results, seconds' },
    {
      name: 'cost_usd',
      type: 'double',
      means: 'Estimated cost of the run on AWS, US dollars (docs/analyst.md)',
    },
    maybeLat,
    maybeLon,
  ],
};

const photos: LakeTable = {
  name: 'photos',
  row: 'One file of a flight and what became of it in a run',
  ownerColumn: 'run_id',
  sortedByPlace: true,
  columns: [
    flight,
    run,
    surveyDate,
    {
      name: 'photo_id',
      type: 'string',
      nullable: true,
      means: 'Content hash; NULL for files that were left out',
    },
    { name: 'photo_name', type: 'string', means: "Path below the flight's folder" },
    {
      name: 'outcome',
      type: 'string',
      means: '`scored`, `prepared`, `quarantined`, `skipped`, `failed` or `side-file`',
    },
    {
      name: 'result',
      type: 'string',
      means: '`hogweed`, `empty` (looked, found nothing), `not-scored` (nobody looked)',
    },
    { name: 'reason_code', type: 'string', nullable: true, means: 'Why it was not scored, or not placed' },
    { name: 'placed', type: 'boolean', means: 'Whether its place on the map is known' },
    {
      name: 'captured_at',
      type: 'string',
      nullable: true,
      means: 'ISO 8601; with the zone where the photo tells it',
    },
    maybeLat,
    maybeLon,
    { name: 'height_above_ground_m', type: 'float', nullable: true, means: 'Metres' },
    { name: 'yaw_deg', type: 'float', nullable: true, means: 'Degrees clockwise from north' },
    {
      name: 'pitch_deg',
      type: 'float',
      nullable: true,
      means: 'Degrees up from the horizon: -90 looks straight down',
    },
    { name: 'roll_deg', type: 'float', nullable: true, means: 'Degrees' },
    { name: 'moved_m', type: 'float', nullable: true, means: 'How far the overlap moved it, metres' },
    { name: 'gsd_m', type: 'float', nullable: true, means: 'Ground size of a pixel, metres' },
    { name: 'tiles', type: 'int', nullable: true, means: 'Tiles of the photo' },
    { name: 'detections', type: 'int', nullable: true, means: 'Tiles at or above the threshold' },
    { name: 'max_confidence', type: 'float', nullable: true, means: 'Of its surest tile' },
    { name: 'sharpness', type: 'float', nullable: true, means: 'Variance of the Laplacian; low is blurred' },
    { name: 'brightness', type: 'float', nullable: true, means: 'Mean green value, 0 to 1' },
    {
      name: 'flags',
      type: 'string',
      nullable: true,
      means: 'Everything unusual, codes with a space between',
    },
    parish,
  ],
};

const tiles: LakeTable = {
  name: 'tiles',
  row: 'One tile of a photo in a run',
  ownerColumn: 'run_id',
  sortedByPlace: true,
  columns: [
    flight,
    run,
    model,
    surveyDate,
    { name: 'photo_id', type: 'string', means: 'Photo' },
    { name: 'tile', type: 'int', means: 'Index in its photo, row by row from 0' },
    { name: 'tile_row', type: 'int', means: 'Row in the photo, from 0 at the top' },
    { name: 'tile_col', type: 'int', means: 'Column in the photo, from 0 at the left' },
    {
      name: 'confidence',
      type: 'float',
      nullable: true,
      means: 'Calibrated probability that it shows hogweed, 0 to 1; NULL where it was only prepared',
    },
    band,
    {
      name: 'review',
      type: 'string',
      nullable: true,
      means: 'Why a biologist is asked: `uncertain` or `audit`; NULL: not asked',
    },
    maybeLat,
    maybeLon,
    {
      name: 'uncertainty_m',
      type: 'float',
      nullable: true,
      means: 'Radius that holds the true place with 68 % probability, metres',
    },
  ],
};

const sightings: LakeTable = {
  name: 'sightings',
  row: 'One plant or stand that a run found',
  ownerColumn: 'run_id',
  sortedByPlace: true,
  columns: [
    flight,
    run,
    model,
    surveyDate,
    { name: 'sighting_id', type: 'string', means: 'The same for the same views of the same flight' },
    { name: 'sighting_number', type: 'int', means: 'The number that people say aloud, 1 is the surest' },
    lat,
    lon,
    {
      name: 'uncertainty_m',
      type: 'double',
      means: 'Radius that holds the true place with 68 % probability, metres',
    },
    { name: 'uncertainty95_m', type: 'double', means: 'The same with 95 %' },
    {
      name: 'confidence',
      type: 'double',
      means:
        'How sure all photos that could see it are together, 0 to 1; it may lie below the threshold, which is one of tiles',
    },
    { ...band, means: '`certain` (0.90 and more), `probable` (0.80 to 0.90) or `possible` (below 0.80)' },
    { name: 'seen_in', type: 'int', means: 'Photos that show it' },
    { name: 'could_see', type: 'int', means: 'Photos that should show it' },
    {
      name: 'stand_area_m2',
      type: 'double',
      nullable: true,
      means: 'Ground that a stand covers; NULL for a single plant',
    },
    { name: 'plants_at_least', type: 'int', means: 'Plants that can be told apart' },
    { name: 'best_photo_id', type: 'string', means: 'Photo to look at first' },
    { name: 'best_tile', type: 'int', means: 'Tile to look at first' },
    { name: 'cell_id', type: 'string', means: 'Cell of `coverage` that holds it' },
    parish,
  ],
};

const coverage: LakeTable = {
  name: 'coverage',
  row: 'One cell of ground, some 20 m wide, that a photo of a run shows: absence of hogweed needs it',
  ownerColumn: 'run_id',
  sortedByPlace: true,
  columns: [
    flight,
    run,
    surveyDate,
    {
      name: 'cell_id',
      type: 'string',
      means: 'Cell of a fixed grid of the Earth, the same in every flight and year',
    },
    lat,
    lon,
    { name: 'area_m2', type: 'double', means: 'Ground in the cell, square metres' },
    { name: 'photos', type: 'int', means: 'Photos whose outline holds its middle' },
    parish,
  ],
};

const labels: LakeTable = {
  name: 'labels',
  row: 'One answer of a person on a tile, or its withdrawal; answers are added, never changed: the history',
  ownerColumn: 'flight_id',
  sortedByPlace: false,
  columns: [
    { name: 'label_id', type: 'string', means: 'Answer' },
    { name: 'labelled_at', type: 'timestamp', means: 'When it was given, UTC' },
    flight,
    { ...run, nullable: true, means: 'Run whose tile was shown; NULL for answers from elsewhere' },
    { ...model, means: 'Model of that run' },
    surveyDate,
    { name: 'photo_id', type: 'string', means: 'Photo' },
    { name: 'tiling', type: 'string', means: 'How the photo was split, for example `m:2.5,0.5`' },
    { name: 'tile', type: 'int', means: 'Index of the tile in its photo' },
    { name: 'seq', type: 'int', means: '1, 2, 3 ... within the tile' },
    { name: 'answer', type: 'string', means: '`hogweed`, `not-hogweed`, `unsure` or `bad-image`' },
    {
      name: 'look_alike',
      type: 'string',
      nullable: true,
      means: 'What it is instead, where the biologist knows',
    },
    { name: 'reviewer', type: 'string', means: 'Who answered' },
    { name: 'second_opinion', type: 'boolean', means: 'Given without sight of the first answer' },
    {
      name: 'withdraws',
      type: 'string',
      nullable: true,
      means: 'The answer that this one takes back; it says nothing else',
    },
    {
      name: 'reason',
      type: 'string',
      nullable: true,
      means: 'Why the tile was shown: `uncertain` or `audit`; NULL: came upon it',
    },
    { name: 'confidence', type: 'double', nullable: true, means: 'What the model had said' },
    maybeLat,
    maybeLon,
  ],
};

const fieldMarks: LakeTable = {
  name: 'field_marks',
  row: 'What a crew found or did at a sighting; marks that were taken back are gone',
  ownerColumn: 'flight_id',
  sortedByPlace: false,
  columns: [
    { name: 'mark_id', type: 'string', means: 'Mark' },
    flight,
    { name: 'sighting_id', type: 'string', means: 'Sighting' },
    {
      name: 'mark',
      type: 'string',
      means: '`treated`, `gone` (no plant any more) or `not-found` (never was one)',
    },
    { name: 'marked_on', type: 'date', means: 'Day of the visit' },
    { name: 'who', type: 'string', means: 'Who was there' },
    lat,
    lon,
    { name: 'radius_m', type: 'double', means: 'Ground around the place that is meant, metres' },
    { name: 'cell_id', type: 'string', means: 'Cell of `coverage` that holds the place' },
    { name: 'note', type: 'string', nullable: true, means: 'Remarks of the crew' },
  ],
};

/** Every table of the lake. */
export const lakeTables: readonly LakeTable[] = [
  runs,
  photos,
  tiles,
  sightings,
  coverage,
  labels,
  fieldMarks,
];

/** A table by its name. */
export function tableOf(name: TableName): LakeTable {
  const table = lakeTables.find((candidate) => candidate.name === name);
  if (table === undefined) throw new RangeError(`the lake has no table ${name}`);
  return table;
}

/** What a cell may hold. */
export type Cell = string | number | boolean | null;

/** A row by column name. */
export type Row = Readonly<Record<string, Cell>>;
