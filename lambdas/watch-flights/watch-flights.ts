import { z } from 'zod';
import type { RunningExecution } from '#platform/aws/running-executions.ts';
import type { Clock, ObjectRef, ObjectStore } from '#platform/ports.ts';

/** Where a run was when it was last looked at, and since when. */
const sightSchema = z.record(z.string(), z.strictObject({ position: z.string(), since: z.iso.datetime() }));
type Sights = z.infer<typeof sightSchema>;

/** A run in which nothing moves. */
export interface StuckRun {
  readonly runId: string;
  /** Hours since something in it moved, as far as was seen. */
  readonly hours: number;
  readonly at: string;
}

export interface WatchParts {
  readonly objects: ObjectStore;
  readonly clock: Clock;
  readonly running: AsyncIterable<RunningExecution>;
  /** Where it is written down what was seen. */
  readonly notes: ObjectRef;
  readonly stuckHours: number;
}

/**
 * The runs in which nothing has moved for `stuckHours`, and how many run at all. A run that is seen for the first time counts
 * from now: nobody knows what it did before.
 */
export async function watchFlights(
  parts: WatchParts,
): Promise<{ running: number; stuck: StuckRun[]; longestHours: number }> {
  const { objects, clock, notes } = parts;
  const former = await readNotes(objects, notes);
  const now = clock.now();
  const seen: Sights = {};
  const still: StuckRun[] = [];
  for await (const { name, position, at } of parts.running) {
    const before = former[name];
    const since = before?.position === position ? before.since : now.toISOString();
    seen[name] = { position, since };
    still.push({ runId: name, hours: (now.getTime() - Date.parse(since)) / 3_600_000, at });
  }
  await objects.put(notes, JSON.stringify(seen), 'application/json');
  return {
    running: still.length,
    stuck: still.filter(({ hours }) => hours >= parts.stuckHours),
    longestHours: still.reduce((longest, { hours }) => Math.max(longest, hours), 0),
  };
}

/** What was written down by the last look; nothing by the first. */
async function readNotes(objects: ObjectStore, notes: ObjectRef): Promise<Sights> {
  if ((await objects.head(notes)) === undefined) return {};
  const text = new TextDecoder().decode(await objects.get(notes));
  return sightSchema.parse(JSON.parse(text));
}
