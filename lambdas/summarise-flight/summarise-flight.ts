import { areaOf } from '#core/export/filter.ts';
import { gatherFigures } from '#core/drift/gather-figures.ts';
import { resultsPrefix } from '#core/flight/keys.ts';
import type { Run } from '#core/flight/run.ts';
import type { RunSummary } from '#core/flight/summary.ts';
import { mergeDetections } from '#core/sighting/merge.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';
import { readOverlapSummary } from '../aligned-photos.ts';
import { readChecks } from '../run-checks.ts';
import { leftOutFiles } from './left-out-files.ts';
import { commitRun, joinSmallFiles } from './commit-run.ts';
import { emptyGathering, type Gathered, photosCsv, tilesCsv } from './gather.ts';
import { aboutModel } from '../model-facts.ts';
import { notesOn } from './notes.ts';
import { leftOutRow } from './photo-outcome.ts';
import { openRunLake } from './run-lake.ts';
import { summarise } from './summary.ts';
import { writeDrift } from './write-drift.ts';
import { writeExports } from './write-exports.ts';
import { writeReport } from './write-report.ts';

export interface SummariseRequest {
  readonly run: Run;
  readonly stages: readonly { readonly name: string; readonly startedAt: string }[];
}

/** Names of the result files by format; beside the formats of core/export. */
const ownFiles = {
  photos: 'photos.csv',
  tiles: 'tiles.csv',
  summary: 'summary.json',
  report: 'report.html',
} as const;

/**
 * Writes every result of a run, in one pass over its photos, and returns its summary.
 * @param warn told what did not work and does not matter to the run
 */
export async function summariseFlight(
  platform: Platform,
  { run, stages }: SummariseRequest,
  warn: (message: string, error: unknown) => void,
): Promise<RunSummary> {
  const bucket = requireEnvironment('resultsBucket');
  const keyOf = (name: string) => `${resultsPrefix(run.flightId, run.runId)}/${name}`;
  const put = (name: string, text: string, mediaType: string) =>
    platform.objects.put({ bucket, key: keyOf(name) }, text, mediaType);

  const [flight, model, leftOut, overlap] = await Promise.all([
    platform.tables.flights.getFlight(run.flightId),
    aboutModel(platform.objects, run.modelId),
    leftOutFiles(platform, run),
    readOverlapSummary(platform, run),
  ]);
  const gathered = emptyGathering();
  const figures = gatherFigures();
  const lake = await openRunLake(platform, { run, flight });
  const tiles = tilesCsv(platform, {
    run,
    locationSigma: model.locationSigma,
    gathered,
    onTiles: (rows) => {
      figures.add(rows);
      return lake.addTiles(rows);
    },
  });
  try {
    await platform.objects.putStream({ bucket, key: keyOf(ownFiles.tiles) }, tiles, 'text/csv');
  } catch (error) {
    await lake.tiles.abandon();
    throw error;
  }
  gathered.rows.push(...leftOut.map(leftOutRow));
  const sightings = mergeDetections(gathered.detections, {
    flightId: run.flightId,
    threshold: run.threshold,
    footprints: gathered.photos,
  });
  const files = {
    ...Object.fromEntries(Object.entries(ownFiles).map(([format, name]) => [format, keyOf(name)])),
    ...(await writeExports(platform, { run, flight, gathered, sightings })),
  };
  await put(ownFiles.photos, photosCsv(gathered.rows), 'text/csv');
  const drift = await writeDrift(
    platform,
    figures.figures({
      run,
      surveyDate: lake.survey.date,
      simulated: flight?.manifest.simulated === true,
      lines: lake.lines,
      photos: gathered.rows,
    }),
  );
  const notes = notesOn({ run, model, rows: gathered.rows, simulated: flight?.manifest?.simulated === true });
  const checks = await readChecks(platform, run);
  const summary = summarise({ run, gathered, leftOut, sightings: sightings.length, checks, notes, files });
  await writeReport(platform, {
    survey: lake.survey,
    run,
    overlap,
    drift,
    stages,
    flight,
    model,
    gathered,
    sightings,
    summary,
    key: keyOf(ownFiles.report),
  });
  await put(ownFiles.summary, `${JSON.stringify(summary, undefined, 2)}\n`, 'application/json');
  await commitRun(lake, { run, flight, gathered, sightings, summary });
  await joinSmallFiles(lake).catch((error: unknown) => warn('The lake could not be tidied.', error));
  await closeRun(platform, { run, gathered, summary });
  return summary;
}

async function closeRun(
  platform: Platform,
  { run, gathered, summary }: { run: Run; gathered: Gathered; summary: RunSummary },
): Promise<void> {
  const bounds = areaOf(
    gathered.photos.flatMap(({ footprint }) => footprint.map(([lon, lat]) => ({ lat, lon }))),
  );
  await platform.tables.flights.putRun({
    flightId: run.flightId,
    runId: run.runId,
    status: 'succeeded',
    modelId: run.modelId,
    startedAt: run.startedAt,
    finishedAt: platform.clock.now().toISOString(),
    photos: summary.photos.read,
    run,
    ...(bounds === undefined ? {} : { bounds }),
    summary,
  });
}
