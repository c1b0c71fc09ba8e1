import { readFile } from 'node:fs/promises';
import { UmbelError } from '#core/errors.ts';
import { parseStoredSightings, type StoredSightings } from '#core/export/stored-sightings.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import type { Run } from '#core/flight/run.ts';
import type { RunFacts } from '#core/difference/explain.ts';
import type { RunSummary } from '#core/flight/summary.ts';
import { formatTiling } from '#core/tiling/tiling.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { LocalCloud } from '#platform/local/cloud.ts';

/** A run of a flight with what it found. */
export interface ReadRun {
  readonly run: Run;
  readonly finishedAt: string;
  /** As the run wrote it: without what people said since. */
  readonly stored: StoredSightings;
  readonly facts: RunFacts & { readonly startedAt: string };
}

type Cloud = Pick<LocalCloud, 'objects' | 'tables'>;
type DoneRun = RunRecord & { readonly run: Run; readonly summary: RunSummary };

/**
 * Two runs of a flight: those that are named, else the latest one and the one before it.
 * @throws UmbelError `flight.not-found`, `run.not-found`, `compare.one-run`, `compare.same-run`, `export.results-missing`
 */
export async function readRuns(
  cloud: Cloud,
  flightId: string,
  wanted: { readonly before?: string | undefined; readonly after?: string | undefined },
): Promise<{ readonly before: ReadRun; readonly after: ReadRun }> {
  if ((await cloud.tables.flights.getFlight(flightId)) === undefined) throw noFlight(flightId);
  const runs: DoneRun[] = [];
  for await (const record of cloud.tables.flights.listRuns(flightId)) if (isDone(record)) runs.push(record);
  runs.sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  const named = (runId: string) => runs.find((run) => run.runId === runId) ?? noRun(flightId, runId, runs);
  const after = wanted.after === undefined ? runs.at(-1) : named(wanted.after);
  const earlier = runs.filter(
    (run) => run !== after && (after === undefined || run.startedAt <= after.startedAt),
  );
  const before = wanted.before === undefined ? earlier.at(-1) : named(wanted.before);
  if (before === undefined || after === undefined) throw oneRun(flightId, runs.length);
  if (before === after) throw sameRun(before.runId);
  return { before: await read(cloud, before), after: await read(cloud, after) };
}

function isDone(record: RunRecord): record is DoneRun {
  return record.run !== undefined && record.summary !== undefined;
}

async function read({ objects }: Cloud, { run, summary, startedAt, finishedAt }: DoneRun): Promise<ReadRun> {
  const { flightId, runId, modelId, threshold } = run;
  const key = summary.files['sightings'];
  const file = key === undefined ? '' : objects.fileOf({ bucket: requireEnvironment('resultsBucket'), key });
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UmbelError({
      code: 'export.results-missing',
      kind: 'conflict',
      message: `The run ${runId} of ${flightId} left no sightings.json to compare.`,
      hint: 'Name other runs with --before and --after, or run the flight again.',
      cause,
    });
  });
  return {
    run,
    finishedAt: finishedAt ?? startedAt,
    stored: parseStoredSightings(text, file),
    facts: { runId, modelId, threshold, tiling: formatTiling(run.sheet.tiling), startedAt },
  };
}

function noFlight(flightId: string): UmbelError {
  return new UmbelError({
    code: 'flight.not-found',
    kind: 'not-found',
    message: `There is no flight ${flightId}.`,
    hint: 'Run it first: umbel run DIR. The id of a flight is in the first line of its summary.',
  });
}

function noRun(flightId: string, runId: string, runs: readonly DoneRun[]): never {
  throw new UmbelError({
    code: 'run.not-found',
    kind: 'not-found',
    message: `Flight ${flightId} has no run ${runId} with results.`,
    hint: `It has ${runs.map((run) => run.runId).join(', ') || 'none'}.`,
  });
}

function oneRun(flightId: string, runs: number): UmbelError {
  return new UmbelError({
    code: 'compare.one-run',
    kind: 'conflict',
    message: `Flight ${flightId} has ${runs === 0 ? 'no run' : 'one run'} with results: there is nothing to compare.`,
    hint: `Run it again with another model: umbel rerun ${flightId}. Two flights over the same ground: umbel compare EARLIER LATER.`,
  });
}

function sameRun(runId: string): UmbelError {
  return new UmbelError({
    code: 'compare.same-run',
    kind: 'bad-input',
    message: `The run ${runId} cannot be compared with itself.`,
    hint: 'Name two runs with --before and --after.',
  });
}
