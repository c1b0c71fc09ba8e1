import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { DriftAssessment } from '#core/drift/assess.ts';
import type { PhotoRow } from '#core/export/photos-csv.ts';
import { sideFileCode } from '#core/flight/match-photos.ts';
import type { Run } from '#core/flight/run.ts';
import type { RunSummary } from '#core/flight/summary.ts';
import { flagSentence, isFlag } from '#core/geo/flags.ts';
import { spanOfPhotos, type SurveyDate } from '#core/lake/survey-date.ts';
import { renderReport } from '#core/report/report.ts';
import type { FlagCount, PhotoProblem, ReportData, StageTime } from '#core/report/report-data.ts';
import type { Sighting } from '#core/sighting/sighting.ts';
import { formatTiling } from '#core/tiling/tiling.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';
import type { FlightRecord } from '#platform/tables/flights-table.ts';
import type { OverlapSummary } from '../aligned-photos.ts';
import type { Gathered } from './gather.ts';
import type { ModelFacts } from '../model-facts.ts';
import { picturesOf } from './tile-pictures.ts';

export interface ReportInput {
  readonly run: Run;
  /** What the overlap did to the photos' places; undefined where nobody looked. */
  readonly overlap: OverlapSummary | undefined;
  /** The confidences beside those of the model when it was made; undefined where nothing was scored. */
  readonly drift: DriftAssessment | undefined;
  readonly stages: readonly { readonly name: string; readonly startedAt: string }[];
  readonly flight: FlightRecord | undefined;
  /** The day that the lake has for the flight: the report tells the same. */
  readonly survey: SurveyDate;
  readonly model: ModelFacts;
  readonly gathered: Gathered;
  readonly sightings: readonly Sighting[];
  readonly summary: RunSummary;
  /** Key of the report in the results bucket. */
  readonly key: string;
}

/** Writes report.html: one page that needs no network. */
export async function writeReport(platform: Platform, input: ReportInput): Promise<void> {
  const { run, gathered, sightings } = input;
  const page = renderReport(
    {
      flight: aboutFlight(input),
      run: aboutRun(input),
      counts: {
        ...input.summary.photos,
        sideFiles: input.summary.sideFiles,
        tiles: input.summary.tiles,
        review: input.summary.review,
      },
      sightings,
      photos: gathered.photos,
      histogram: gathered.histogram,
      bestTiles: await picturesOf(platform, { run, shown: gathered.best.entries(), sightings }),
      uncertainTiles: await picturesOf(platform, { run, shown: gathered.uncertain.entries(), sightings }),
      problems: gathered.rows.flatMap((row) =>
        row.reasonCode === sideFileCode ? [] : (problemOf(row) ?? []),
      ),
      flags: countFlags(gathered.rows),
      ...(input.overlap === undefined ? {} : { overlap: input.overlap }),
      ...(input.drift === undefined ? {} : { drift: input.drift }),
      checks: input.summary.checks,
      stages: stageTimes(input.stages, platform.clock.now()),
      files: listFiles(input.summary),
    },
    await readAssets(),
  );
  await platform.objects.put(
    { bucket: requireEnvironment('resultsBucket'), key: input.key },
    page,
    'text/html; charset=utf-8',
  );
}

async function readAssets(): Promise<{ leafletJs: string; leafletCss: string }> {
  const { resolve } = createRequire(import.meta.url);
  const [leafletJs, leafletCss] = await Promise.all([
    readFile(resolve('leaflet/dist/leaflet.js'), 'utf8'),
    readFile(resolve('leaflet/dist/leaflet.css'), 'utf8'),
  ]);
  return { leafletJs, leafletCss };
}

function aboutFlight({ run, flight, survey, gathered }: ReportInput): ReportData['flight'] {
  const manifest = flight?.manifest;
  const photosAt = gathered.rows.flatMap((row) => row.capturedAt ?? []);
  const onDay = photosAt.filter((at) => at.startsWith(survey.date)).sort();
  const capturedAt = survey.source === 'manifest' ? manifest?.capturedAt : onDay[0];
  const span = spanOfPhotos(photosAt);
  return {
    flightId: run.flightId,
    ...(manifest?.title === undefined ? {} : { title: manifest.title }),
    ...(manifest?.operator === undefined ? {} : { operator: manifest.operator }),
    ...(manifest?.simulated === undefined ? {} : { simulated: manifest.simulated }),
    ...(capturedAt === undefined ? {} : { capturedAt }),
    ...(span === undefined ? {} : { span }),
  };
}

function aboutRun({ run, model, gathered, summary }: ReportInput): ReportData['run'] {
  return {
    runId: run.runId,
    startedAt: run.startedAt,
    modelId: run.modelId,
    ...(model.title === undefined ? {} : { modelTitle: model.title }),
    engine: gathered.engine,
    threshold: run.threshold,
    tiling: formatTiling(run.sheet.tiling),
    notes: [...failedChecks(summary), ...summary.notes],
  };
}

/** What went wrong stands at the top of the page, too. */
function failedChecks({ checks }: RunSummary): string[] {
  return checks.flatMap(({ outcome, message }) => (outcome === 'failed' ? [message] : []));
}

function problemOf(row: PhotoRow): PhotoProblem | undefined {
  if (row.reasonCode === undefined || row.reason === undefined) return undefined;
  const kind = row.outcome === 'scored' || row.outcome === 'prepared' ? 'not-placed' : 'not-scored';
  return { photoName: row.photo, kind, reasonCode: row.reasonCode, reason: row.reason };
}

/** Photos of a flag are named up to this many. */
const namesShown = 12;

function countFlags(rows: readonly PhotoRow[]): FlagCount[] {
  const photos = new Map<string, string[]>();
  for (const { photo, flags = [] } of rows) {
    for (const flag of flags) {
      const names = photos.get(flag);
      if (names === undefined) photos.set(flag, [photo]);
      else names.push(photo);
    }
  }
  return [...photos]
    .sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1))
    .map(([flag, names]) => ({
      flag,
      photos: names.length,
      ...(isFlag(flag) ? { meaning: flagSentence(flag) } : {}),
      ...(names.length <= namesShown ? { names: names.toSorted() } : {}),
    }));
}

/** Each stage lasts until the next one begins, the last until now. */
function stageTimes(stages: ReportInput['stages'], now: Date): StageTime[] {
  return stages.map(({ name, startedAt }, i) => {
    const endMs = stages[i + 1] === undefined ? now.getTime() : Date.parse(stages[i + 1]!.startedAt);
    return { name, tookMs: Math.max(0, endMs - Date.parse(startedAt)) };
  });
}

const holds: Readonly<Record<string, string>> = {
  geojson: 'Sightings for GIS programs and web maps',
  csv: 'Sightings as a table',
  gpx: 'Sightings as waypoints for a phone or GPS receiver',
  kml: 'Sightings for Google Earth',
  gpkg: 'Sightings, stands and photo outlines for QGIS and other GIS programs',
  dwc: 'Sightings as Darwin Core occurrences',
  notice: 'Draft of an early-detection notice to the authority',
  photos: 'Every photo with its outcome and reason',
  tiles: 'Every tile with its confidence and place',
  summary: 'This run in figures',
};

function listFiles(summary: RunSummary): ReportData['files'] {
  return Object.entries(summary.files).flatMap(([format, key]) => {
    const text = holds[format];
    return text === undefined ? [] : [{ name: key.slice(key.lastIndexOf('/') + 1), holds: text }];
  });
}
