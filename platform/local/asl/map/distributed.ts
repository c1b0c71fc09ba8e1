import { AslError } from '../errors.ts';
import { failureEntry, isFailureEntry, keepResult, keptEntry, keptResult } from '../journal/outcomes.ts';
import type { Json, JsonObject } from '../json.ts';
import { checkPayload } from '../limits.ts';
import type { Distributed } from '../machine.ts';
import { outermostFrame, type Run } from '../run-context.ts';
import { readLimit, type MapAttempt } from '../states/map.ts';
import { runMachine } from '../states/machine.ts';
import { keepingFailure } from '../states/parallel.ts';
import { together } from '../states/together.ts';
import { batchesOf, type Batch } from './batches.ts';
import { childIdentity, mapRunOf, type MapRun } from './map-run.ts';
import { itemsOf } from './read-items.ts';
import { collectOutputs, writeResults } from './results.ts';
import { readTally, type Tally } from './tally.ts';
import { readTolerance } from './tolerance.ts';

/**
 * The result of a DISTRIBUTED Map: the outputs of its children in order, or what ResultWriter answers. Every finished
 * child is kept in the journal; the outputs stay there until they are needed.
 */
export async function runDistributed(attempt: MapAttempt, options: Distributed): Promise<Json> {
  const { visit, place } = attempt;
  const { execution } = visit.frame;
  const { run } = execution;
  const resultPlace = { ...place, key: `${place.key}=` };
  const kept = keptResult(run, resultPlace);
  if (kept !== undefined) return kept.result;
  const mapRun = mapRunOf(attempt, options);
  const result = await keepingFailure(visit, place, async () => {
    const tally = await runChildren(attempt, options, mapRun);
    const written =
      options.writer === undefined ? undefined : await writeResults(attempt, options.writer, mapRun);
    if (tally.isExceeded()) throw exceeded(run, mapRun);
    return written ?? collectOutputs(attempt, mapRun);
  });
  keepResult(run, resultPlace, result);
  run.journal.drop(mapRun.frame);
  return result;
}

function exceeded(run: Run, mapRun: MapRun): AslError {
  const error = new AslError(
    'States.ExceedToleratedFailureThreshold',
    'The specified tolerated failure threshold was exceeded',
  );
  for (let index = 0; index < mapRun.childCount; index += 1) {
    const place = { frame: mapRun.frame, key: String(index) };
    const entry = keptEntry(run, place);
    if (entry !== undefined && isFailureEntry(entry)) error.kept.push(place);
  }
  return error;
}

/** Ends the work on the children early; not an error of any of them. */
class ThresholdReached extends Error {}

async function runChildren(attempt: MapAttempt, options: Distributed, mapRun: MapRun): Promise<Tally> {
  const { visit, state } = attempt;
  const limit = await readLimit(state.maxConcurrency, attempt);
  const tally = readTally(attempt, await readTolerance(attempt));
  const batches = batchesOf(attempt, itemsOf(attempt, options.reader), options.batcher);
  try {
    await together(
      { source: counted(batches, tally, mapRun), limit, signal: visit.frame.signal },
      async (batch, signal) => {
        await runChild({ attempt, mapRun, tally, signal }, batch);
        if (tally.isExceeded()) throw new ThresholdReached();
      },
    );
  } catch (error) {
    if (!(error instanceof ThresholdReached)) throw error;
  }
  return tally;
}

/** Passes the batches on; when the last one is read, the totals are known. */
async function* counted(batches: AsyncIterable<Batch>, tally: Tally, mapRun: MapRun): AsyncGenerator<Batch> {
  for await (const batch of batches) {
    mapRun.childCount = batch.index + 1;
    tally.read(batch.itemCount);
    yield batch;
  }
  tally.readAll();
}

interface ChildWork {
  readonly attempt: MapAttempt;
  readonly mapRun: MapRun;
  readonly tally: Tally;
  readonly signal: AbortSignal;
}

async function runChild(work: ChildWork, batch: Batch): Promise<void> {
  const { attempt, mapRun, tally } = work;
  const { run } = attempt.visit.frame.execution;
  const place = { frame: mapRun.frame, key: String(batch.index) };
  const kept = keptEntry(run, place);
  if (kept !== undefined) {
    tally.finished(batch.itemCount, { failed: isFailureEntry(kept), resumed: true });
    return;
  }
  tally.started(batch.itemCount);
  const entry = await childEntry(work, batch);
  run.journal.put(place.frame, place.key, entry);
  run.journal.drop(childIdentity(attempt, mapRun, batch.index).frame);
  tally.finished(batch.itemCount, { failed: isFailureEntry(entry), resumed: false });
}

/** Runs one child; gives what the journal holds of it: output or failure, and the data that ResultWriter writes. */
async function childEntry(work: ChildWork, batch: Batch): Promise<JsonObject> {
  const { attempt, mapRun, signal } = work;
  const { run } = attempt.visit.frame.execution;
  const startMs = run.host.clock.now();
  const child = {
    ...childIdentity(attempt, mapRun, batch.index),
    run,
    input: batch.input,
    isChild: true,
    redriveCount: 0,
    startedAtMs: startMs,
  };
  const frame = outermostFrame(child, signal);
  const times = (): { s: number; z: number } => ({ s: startMs, z: run.host.clock.now() });
  try {
    checkPayload(batch.input, attempt.state.name);
    const output = await runMachine(frame, attempt.state.processor, batch.input);
    return { r: output, ...times(), ...(mapRun.keepsInputs ? { i: batch.input } : {}) };
  } catch (error) {
    if (!(error instanceof AslError) || signal.aborted) throw error;
    // What the child itself kept is dropped with its frame: a redrive starts it from its beginning.
    error.kept.length = 0;
    return { ...failureEntry(error, run.host.clock.now()), ...times(), i: batch.input };
  }
}
