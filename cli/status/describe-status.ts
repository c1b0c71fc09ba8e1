import { plural } from '#core/report/wording.ts';
import type { MapState } from '#platform/aws/executions.ts';
import type { FlightStatus } from './flight-status.ts';

/** What the states are called for people. */
const mapTitles: Readonly<Record<string, string>> = {
  TilePhotos: 'tiled',
  ScorePhotos: 'scored',
  CutReviewTiles: 'cut for review',
};

/** A flight's status for people. */
export function describeStatus({ flightId, uploaded, runs, latestRunId }: FlightStatus): string {
  const megabytes = (uploaded.sizeBytes / 1e6).toFixed(0);
  const state = uploaded.complete ? 'complete' : 'not complete: flight.json is missing';
  const lines = [
    row('Flight', flightId),
    row('Upload', `${plural(uploaded.files, 'file')}, ${megabytes} MB, ${state}`),
    ...(runs.length === 0 ? [row('Runs', 'none yet')] : []),
    ...runs.flatMap((run) => describeRun(run, run.runId === latestRunId)),
  ];
  return lines.join('');
}

function describeRun(run: FlightStatus['runs'][number], isLatest: boolean): string[] {
  const { execution, summary, failure } = run;
  // A workflow that was stopped from outside writes nothing down: what Step Functions says of it wins.
  const stopped = run.status === 'running' && execution !== null && execution.status !== 'RUNNING';
  const status = stopped ? execution.status.toLowerCase() : run.status;
  return [
    row(isLatest ? 'Latest run' : 'Run', `${run.runId}: ${status}, since ${run.startedAt}`),
    row('  Model', run.modelId ?? 'none'),
    ...(execution?.maps ?? []).map((map) => row('  Photos', describeMap(map))),
    ...(summary === undefined
      ? []
      : [
          row(
            '  Result',
            `${plural(summary.sightings, 'sighting')}, ${plural(summary.review, 'tile')} for review`,
          ),
        ]),
    ...(failure === undefined ? [] : [row('  Failure', `${failure.error}: ${failure.cause.slice(0, 300)}`)]),
    ...(failure === undefined && execution?.error !== undefined
      ? [row('  Failure', `${execution.error}: ${(execution.cause ?? '').slice(0, 300)}`)]
      : []),
    ...(execution?.redrivable === true ? [row('  Next', `umbel redrive ${run.flightId}`)] : []),
  ];
}

function describeMap({ label, total, succeeded, running, pending, failed }: MapState): string {
  const rest = [
    ...(running > 0 ? [`${running} in hand`] : []),
    ...(pending > 0 ? [`${pending} waiting`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ];
  return `${succeeded} of ${total} ${mapTitles[label] ?? label}${rest.length === 0 ? '' : `, ${rest.join(', ')}`}`;
}

function row(label: string, text: string): string {
  return `${label.padEnd(12)}${text}\n`;
}
