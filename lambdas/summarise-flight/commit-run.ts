import type { FilesByTable, LakeFile } from '#core/lake/commit.ts';
import { coverageOf } from '#core/lake/coverage.ts';
import { coverageRow, photoRow, sightingRow } from '#core/lake/rows.ts';
import { runCostUsd } from '#core/lake/run-cost.ts';
import { type Row, tableOf, type TableName } from '#core/lake/schema.ts';
import type { Run } from '#core/flight/run.ts';
import type { RunSummary } from '#core/flight/summary.ts';
import type { Sighting } from '#core/sighting/sighting.ts';
import { formatTiling } from '#core/tiling/tiling.ts';
import { compactMonth } from '#platform/lake/compact.ts';
import { newFile } from '#platform/lake/lake.ts';
import { replaceRows } from '#platform/lake/replace-rows.ts';
import type { FlightRecord } from '#platform/tables/flights-table.ts';
import type { Gathered } from './gather.ts';
import type { RunLake } from './run-lake.ts';

export interface RunResults {
  readonly run: Run;
  readonly flight: FlightRecord | undefined;
  readonly gathered: Gathered;
  readonly sightings: readonly Sighting[];
  readonly summary: RunSummary;
}

/** Puts everything that a run found into the lake, in one step, in place of what the same run had put there before. */
export async function commitRun(runLake: RunLake, results: RunResults): Promise<void> {
  const { lake, month, columns, parishAt } = runLake;
  const owner = columns.run_id;
  const cells = coverageOf(results.gathered.photos);
  const coveredM2 = cells.reduce((sum, { areaM2 }) => sum + areaM2, 0);
  const rows: Partial<Record<TableName, readonly Row[]>> = {
    photos: results.gathered.rows.map((row) => photoRow(columns, row, parishAt)),
    sightings: results.sightings.map((sighting) => sightingRow(columns, sighting, parishAt)),
    coverage: cells.map((cell) => coverageRow(columns, cell, parishAt)),
    runs: [runRow(runLake, results, coveredM2)],
  };
  const files: Partial<Record<TableName, LakeFile[]>> = { tiles: [await runLake.tiles.close()] };
  for (const [name, content] of Object.entries(rows) as [TableName, readonly Row[]][]) {
    const writer = newFile(lake, { table: tableOf(name), month, name: owner, owners: [owner] });
    await writer.add(content);
    files[name] = [await writer.close()];
  }
  await replaceRows(lake, { month, owner, files: files satisfies FilesByTable });
}

/** So many files of a month and table are put together: a query opens each. */
const fewestFiles = 16;

/** Puts small files of the run's month together, where they have become many. */
export async function joinSmallFiles({ lake, month }: RunLake): Promise<void> {
  await compactMonth(lake, month, { fewest: fewestFiles });
}

function runRow(
  { lake, survey, columns }: RunLake,
  { run, flight, gathered, summary }: RunResults,
  coveredM2: number,
): Row {
  const startedAt = Date.parse(run.startedAt);
  const finishedAt = lake.clock.now().getTime();
  const placed = gathered.rows.filter(({ lat }) => lat !== undefined);
  const mean = (of: 'lat' | 'lon') =>
    placed.length === 0 ? null : placed.reduce((sum, row) => sum + (row[of] ?? 0), 0) / placed.length;
  const { photos } = summary;
  return {
    ...columns,
    survey_date_source: survey.source,
    started_at: startedAt,
    finished_at: finishedAt,
    simulated: flight?.manifest.simulated === true,
    title: flight?.manifest.title ?? null,
    operator: flight?.manifest.operator ?? null,
    engine: summary.engine,
    tiling: formatTiling(run.sheet.tiling),
    threshold: run.threshold,
    photos: photos.read,
    photos_scored: photos.scored,
    photos_unplaced: photos.unplaced,
    photos_quarantined: photos.quarantined,
    photos_failed: photos.failed,
    tiles: summary.tiles,
    tiles_review: summary.review,
    sightings: summary.sightings,
    covered_m2: coveredM2,
    took_s: Math.max(0, (finishedAt - startedAt) / 1000),
    cost_usd: runCostUsd({
      photos: photos.read,
      tiles: summary.tiles,
      cutPhotos: Math.min(photos.read, summary.review),
      reviewTiles: summary.review,
    }),
    lat: mean('lat'),
    lon: mean('lon'),
  };
}
