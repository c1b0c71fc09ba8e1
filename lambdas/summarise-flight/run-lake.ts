import { parseParishes } from '#core/lake/parishes.ts';
import { parishesKey } from '#core/lake/keys.ts';
import { type ParishAt, type RunColumns, tileRow } from '#core/lake/rows.ts';
import { tableOf } from '#core/lake/schema.ts';
import { dayNumber, monthOf, type SurveyDate, surveyDateOf } from '#core/lake/survey-date.ts';
import type { TileRow } from '#core/export/tiles-csv.ts';
import type { PhotoLine, Run } from '#core/flight/run.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { type Lake, type LakeFileWriter, newFile } from '#platform/lake/lake.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { Platform } from '#platform/platform.ts';
import type { FlightRecord } from '#platform/tables/flights-table.ts';
import { readPhotoLines } from '../run-objects.ts';

/** A run on its way into the lake: its tiles are written while they pass. */
export interface RunLake {
  readonly lake: Lake;
  readonly lines: readonly PhotoLine[];
  readonly survey: SurveyDate;
  readonly month: string;
  readonly columns: RunColumns;
  readonly parishAt: ParishAt;
  readonly tiles: LakeFileWriter;
  addTiles(tiles: readonly TileRow[]): Promise<void>;
}

/** The lake of a platform. */
export function lakeOf({ objects, clock }: Platform): Lake {
  return { objects, clock, bucket: requireEnvironment('lakeBucket') };
}

/** Opens the file of tiles. Nothing is in the lake before `commitRun`. */
export async function openRunLake(
  platform: Platform,
  { run, flight }: { readonly run: Run; readonly flight: FlightRecord | undefined },
): Promise<RunLake> {
  const lake = lakeOf(platform);
  const lines = await readPhotoLines(platform, run);
  const survey = surveyDateOf({
    manifestAt: flight?.manifest.capturedAt,
    photosAt: await someCaptureTimes(platform, run, lines),
    startedAt: run.startedAt,
  });
  const { runId, flightId, modelId } = run;
  const columns: RunColumns = {
    flight_id: flightId,
    run_id: runId,
    model_id: modelId,
    survey_date: dayNumber(survey.date),
  };
  const month = monthOf(survey.date);
  const tiles = newFile(lake, { table: tableOf('tiles'), month, name: runId, owners: [runId] });
  return {
    lake,
    lines,
    survey,
    month,
    columns,
    parishAt: await readParishes(lake),
    tiles,
    addTiles: (rows) => tiles.add(rows.map((tile) => tileRow(columns, tile))),
  };
}

/** So many photos, evenly spread, tell the day of a flight: all of a usual one. */
const askedPhotos = 200;

async function someCaptureTimes(
  platform: Platform,
  run: Run,
  lines: readonly PhotoLine[],
): Promise<string[]> {
  const step = Math.max(1, Math.ceil(lines.length / askedPhotos));
  const asked = lines.filter((_, i) => i % step === 0);
  const photoIds = asked.map(({ photoId }) => photoId);
  const records = await platform.tables.photos.getMany(run.flightId, sheetSpecName(run.sheet), photoIds);
  return [...records.values()].flatMap((record) =>
    record.outcome === 'tiled' ? (record.capturedAt ?? []) : [],
  );
}

async function readParishes({ objects, bucket }: Lake): Promise<ParishAt> {
  try {
    const bytes = await objects.get({ bucket, key: parishesKey });
    return parseParishes(new TextDecoder().decode(bytes), parishesKey);
  } catch (error) {
    if (isObjectNotFound(error)) return () => null;
    throw error;
  }
}
