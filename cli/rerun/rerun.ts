import { UmbelError } from '#core/errors.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import type { RunSummary } from '#core/flight/summary.ts';
import { plural } from '#core/report/wording.ts';
import { type LocalCloud, openLocalCloud } from '#platform/local/cloud.ts';
import type { Registry } from '#platform/registry/registry.ts';
import { registryOf } from '../models/open-registry.ts';
import { progressLine } from '../progress.ts';
import { runSummaryOf } from '../run/run-summary.ts';
import { stageWatch } from '../run/stage-watch.ts';
import { startRun } from '../run/start-run.ts';
import { flightsToRerun } from './which-flights.ts';

/** What people type behind `umbel rerun`. */
export interface RerunFlags {
  readonly outdated?: boolean;
  readonly model?: string;
  readonly again?: boolean;
  readonly json?: boolean;
}

/** A flight that was run again. */
export interface Rerun {
  readonly flightId: string;
  /** `unchanged`: its latest run is by this model already. */
  readonly outcome: 'done' | 'unchanged';
  /** The run before; null: it never had results. */
  readonly before: {
    readonly runId: string;
    readonly modelId: string | null;
    readonly sightings: number;
  } | null;
  readonly after: { readonly runId: string; readonly modelId: string | null; readonly sightings: number };
}

export interface Reruns {
  readonly modelId: string;
  readonly flights: readonly Rerun[];
}

/**
 * Runs flights again whose photos the embedded cloud holds, one after the other. What was tiled for the same tiling before
 * is not tiled again; a run that was cut off is continued.
 * @throws UmbelError `model.none-in-production`, `model.not-found`, `flight.not-found`, `rerun.no-flights`, and what makes a
 *   run fail
 */
export async function rerunFlights(flightIds: readonly string[], flags: RerunFlags): Promise<Reruns> {
  const line = progressLine({ quiet: flags.json });
  const watch = stageWatch(line);
  const cloud = await openLocalCloud({
    onProgress: watch.onProgress,
    onWorkflowEvent: watch.onWorkflowEvent,
  });
  try {
    const modelId = await modelOf(registryOf(cloud), flags.model);
    const flights: Rerun[] = [];
    for (const flight of await flightsToRerun(cloud.tables.flights, flightIds, { ...flags, modelId })) {
      watch.total(flight.photos);
      const before = await cloud.tables.flights.getRun(flight.flightId, flight.latestRunId);
      const wanted = { flightId: flight.flightId, modelId, again: flags.again === true };
      flights.push(await rerunOne(cloud, wanted, before));
    }
    return { modelId, flights };
  } finally {
    line.end();
    await cloud.close();
  }
}

async function modelOf(registry: Registry, wanted: string | undefined): Promise<string> {
  if (wanted !== undefined) return (await registry.show(wanted)).modelId;
  const production = (await registry.head())?.production ?? null;
  if (production !== null) return production;
  throw new UmbelError({
    code: 'model.none-in-production',
    kind: 'conflict',
    message: 'No model is in production.',
    hint: 'Choose one: umbel models list, umbel models promote ID; or name one with --model.',
  });
}

async function rerunOne(
  cloud: LocalCloud,
  { flightId, modelId, again }: { flightId: string; modelId: string; again: boolean },
  before: RunRecord | undefined,
): Promise<Rerun> {
  const former = before?.summary === undefined ? null : figuresOf(before.summary);
  if (former?.modelId === modelId && !again)
    return { flightId, outcome: 'unchanged', before: former, after: former };
  const { runId } = await startRun(cloud, { flightId, request: { modelId }, again });
  const outcome = await cloud.finish(runId);
  const summary = await runSummaryOf(cloud.tables.flights, { flightId, runId, outcome });
  return { flightId, outcome: 'done', before: former, after: figuresOf(summary) };
}

function figuresOf({ runId, modelId, sightings }: RunSummary): Rerun['after'] {
  return { runId, modelId, sightings };
}

/** The reruns for people. */
export function describeReruns({ modelId, flights }: Reruns): string {
  if (flights.length === 0) return `Model ${modelId}\nEvery flight was run with it already.\n`;
  const rows = flights.map(({ flightId, outcome, before, after }) => {
    if (outcome === 'unchanged')
      return `${flightId}  was run with it already: ${plural(after.sightings, 'sighting')}\n`;
    const was = before === null ? '' : `, ${before.sightings} before with ${before.modelId ?? 'no model'}`;
    return `${flightId}  ${plural(after.sightings, 'sighting')}${was}\n`;
  });
  const done = flights.find(({ outcome, before }) => outcome === 'done' && before !== null);
  const next = done === undefined ? '' : `What changed, and why: umbel compare ${done.flightId}\n`;
  return `Model ${modelId}\n${rows.join('')}${next}`;
}
