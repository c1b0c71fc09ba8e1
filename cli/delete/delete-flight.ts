import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { UmbelError } from '#core/errors.ts';
import { flightIdSchema } from '#core/flight/manifest.ts';
import { trainingPrefix } from '#core/model/training/training-run.ts';
import type { Withdrawal } from '#platform/snapshot/withdraw.ts';
import type { QueueEntry, ReviewQueueTable } from '#platform/tables/review-queue-table.ts';
import type { Tables } from '#platform/tables/tables.ts';
import { flightRuns } from '../aws/flight-runs.ts';
import { deleteItems } from './delete-items.ts';
import { forgetAnswers } from './remembered-answers.ts';
import { flightTraces, type ItemTrace, type ObjectTrace } from './flight-traces.ts';

export interface DeletionParts {
  readonly tables: Pick<Tables, 'flights' | 'reviewQueue'>;
  readonly client: DynamoDBDocumentClient;
  /** Stops a run that is at work; absent where none can be while this is done. */
  readonly stopRun?: (runId: string) => Promise<void>;
  /** Deletes objects for good, uploads in parts that were never ended among them, or only counts them. */
  readonly purge: (trace: ObjectTrace, dryRun: boolean) => Promise<number>;
  /** Takes rows out of the lake, or only counts the files that hold some. */
  readonly eraseFromLake: (owners: readonly string[], dryRun: boolean) => Promise<number>;
  /** Withdraws snapshots with tiles of a flight, or only finds them. */
  readonly withdrawSnapshots: (flightId: string, dryRun: boolean) => Promise<Withdrawal>;
  /** Ids of trainings in the work bucket that hold tiles of a flight, or learned from one of the snapshots. */
  readonly trainingsWith: (flightId: string, snapshotIds: readonly string[]) => Promise<readonly string[]>;
  /** Models that learned from snapshots. */
  readonly modelsOf: (snapshotIds: readonly string[]) => Promise<readonly string[]>;
}

export interface DeletionWishes {
  readonly flightId: string;
  readonly dryRun: boolean;
  /** Even while a run of it is at work: it is stopped. */
  readonly force: boolean;
  /** Snapshots that hold tiles of it stay as they are, and trainings too. */
  readonly keepSnapshots?: boolean;
}

/** What was found, and deleted unless it was only a look. */
export interface Deletion {
  readonly flightId: string;
  readonly runs: readonly string[];
  /** Runs that were at work and were stopped: what they had in hand may be written after the deletion. */
  readonly stopped: readonly string[];
  readonly deleted: boolean;
  /** Objects, with all their versions, by bucket and prefix. */
  readonly objects: Readonly<Record<string, number>>;
  readonly items: Readonly<Record<string, number>>;
  readonly lakeFiles: number;
  /** Snapshots that hold tiles of it; withdrawn, unless they are kept. */
  readonly snapshots: readonly string[];
  /** Trainings with tiles of it, or that learned from these snapshots; their folders go, unless snapshots are kept. */
  readonly trainings: readonly string[];
  /** Models that learned from these snapshots: their sanity tiles may show this flight. */
  readonly models: readonly string[];
}

/**
 * Deletes a flight and all that came of it: photos, sheets, tiles, results, scores, questions, answers, rows of the lake,
 * snapshots and trainings that hold its tiles. It cannot be undone. A deletion that was cut off is finished by the next one.
 * @throws UmbelError `flight.id-invalid`, `flight.not-found`, `flight.running`
 */
export async function deleteFlight(parts: DeletionParts, wishes: DeletionWishes): Promise<Deletion> {
  const { flightId, dryRun, force, keepSnapshots = false } = wishes;
  // A name that is none could be a prefix of what belongs to others.
  if (!flightIdSchema.safeParse(flightId).success) throw notAnId(flightId);
  const { runs } = await flightRuns(parts.tables, flightId);
  const running = runs.filter(({ status }) => status === 'running').map(({ runId }) => runId);
  if (running[0] !== undefined && !dryRun && !force) throw stillRunning(flightId, running[0]);
  const stopped = dryRun || parts.stopRun === undefined ? [] : running;
  for (const runId of stopped) await parts.stopRun?.(runId);
  const runIds = runs.map(({ runId }) => runId);
  const traces = flightTraces(flightId, runIds);
  const objects: Record<string, number> = {};
  const items: Record<string, number> = {};
  for (const trace of traces.objects)
    add(objects, `${trace.bucket} ${trace.prefix}`, await parts.purge(trace, dryRun));
  const { snapshots, trainings } = await forgetLessons(parts, objects, { flightId, dryRun, keepSnapshots });
  const deleteAll = async (some: readonly ItemTrace[]) => {
    for (const trace of some) add(items, trace.table, await deleteItems(parts.client, trace, dryRun));
  };
  await deleteAll(traces.items);
  add(items, 'reviewQueueTable', await emptyQueue(parts.tables.reviewQueue, flightId, dryRun));
  add(items, 'idempotencyTable', await forgetAnswers(parts.client, [flightId, ...runIds], dryRun));
  const lakeFiles = await parts.eraseFromLake([flightId, ...runIds], dryRun);
  await deleteAll(traces.last);
  const found = [Object.keys(objects), Object.keys(items), snapshots, trainings];
  if (lakeFiles === 0 && found.every(({ length }) => length === 0)) throw notFound(flightId);
  const models = await parts.modelsOf(snapshots);
  const lessons = { snapshots, trainings, models };
  return { flightId, runs: runIds, stopped, deleted: !dryRun, objects, items, lakeFiles, ...lessons };
}

/** What was made to learn from. Trainings go first: they are found by the snapshots. */
async function forgetLessons(
  parts: DeletionParts,
  objects: Record<string, number>,
  { flightId, dryRun, keepSnapshots }: { flightId: string; dryRun: boolean; keepSnapshots: boolean },
): Promise<Pick<Deletion, 'snapshots' | 'trainings'>> {
  const held = await parts.withdrawSnapshots(flightId, true);
  const snapshots = held.snapshots.map(({ snapshotId }) => snapshotId);
  const trainings = await parts.trainingsWith(flightId, snapshots);
  if (keepSnapshots) return { snapshots, trainings };
  for (const trainingId of trainings) {
    const prefix = `${trainingPrefix(trainingId)}/`;
    add(objects, `workBucket ${prefix}`, await parts.purge({ bucket: 'workBucket', prefix }, dryRun));
  }
  const withdrawal = dryRun ? held : await parts.withdrawSnapshots(flightId, false);
  add(objects, 'modelsBucket snapshots', withdrawal.objects);
  return { snapshots, trainings };
}

function add(counts: Record<string, number>, name: string, count: number): void {
  if (count > 0) counts[name] = (counts[name] ?? 0) + count;
}

/** Takes the flight's questions out of the queue, its own and the one of all flights. */
async function emptyQueue(queue: ReviewQueueTable, flightId: string, dryRun: boolean): Promise<number> {
  if (dryRun) return queue.count(flightId, 1_000_000);
  let count = 0;
  for (;;) {
    const entries: QueueEntry[] = await queue.page({ flightId, after: undefined, limit: 100 });
    if (entries.length === 0) return count;
    await queue.remove(entries);
    count += entries.length;
  }
}

function notAnId(flightId: string): UmbelError {
  return new UmbelError({
    code: 'flight.id-invalid',
    kind: 'bad-input',
    message: `"${flightId}" is no id of a flight.`,
    hint: 'See `umbel status` for the ids of flights.',
  });
}

function stillRunning(flightId: string, runId: string): UmbelError {
  return new UmbelError({
    code: 'flight.running',
    kind: 'conflict',
    message: `The run ${runId} of ${flightId} is still at work; it would write what is deleted again.`,
    hint: 'Wait for its end or stop it. With --force it is stopped and deleted.',
  });
}

function notFound(flightId: string): UmbelError {
  return new UmbelError({
    code: 'flight.not-found',
    kind: 'not-found',
    message: `There is nothing of a flight ${flightId}.`,
    hint: 'Check the id of the flight.',
  });
}
