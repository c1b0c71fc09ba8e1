import type { PhotoRow } from '#core/export/photos-csv.ts';
import type { LeftOutFile } from '#core/flight/match-photos.ts';
import type { Run } from '#core/flight/run.ts';
import type { PhotoCounts, RunSummary } from '#core/flight/summary.ts';
import type { StageCheck } from '#core/flight/checks.ts';
import type { Gathered } from './gather.ts';

/** How many photos came to what. */
export function countOutcomes(rows: readonly PhotoRow[]): PhotoCounts {
  const count = (test: (row: PhotoRow) => boolean) => rows.filter(test).length;
  return {
    read: rows.length,
    scored: count(({ outcome }) => outcome === 'scored'),
    quarantined: count(({ outcome }) => outcome === 'quarantined'),
    unplaced: count(({ outcome, placed }) => (outcome === 'scored' || outcome === 'prepared') && !placed),
    skipped: count(({ outcome }) => outcome === 'skipped'),
    failed: count(({ outcome }) => outcome === 'failed'),
    prepared: count(({ outcome }) => outcome === 'prepared'),
  };
}

export interface SummaryInput {
  readonly run: Run;
  readonly gathered: Gathered;
  readonly leftOut: readonly LeftOutFile[];
  readonly sightings: number;
  readonly checks: readonly StageCheck[];
  readonly notes: readonly string[];
  readonly files: Readonly<Record<string, string>>;
}

/** The run in figures. */
export function summarise({
  run,
  gathered,
  leftOut,
  sightings,
  checks,
  notes,
  files,
}: SummaryInput): RunSummary {
  const sideFiles = leftOut.filter(({ outcome }) => outcome === 'side-file');
  const sideNames = new Set(sideFiles.map(({ name }) => name));
  const photos = countOutcomes(gathered.rows.filter(({ photo }) => !sideNames.has(photo)));
  return {
    flightId: run.flightId,
    runId: run.runId,
    modelId: run.modelId,
    engine: gathered.engine,
    status: photos.failed === 0 ? 'succeeded' : 'succeeded-with-failures',
    photos,
    sideFiles: sideFiles.length,
    tiles: gathered.tiles,
    bands: gathered.bands,
    review: gathered.review,
    sightings,
    decodes: gathered.decodes,
    checks,
    notes,
    files,
  };
}
