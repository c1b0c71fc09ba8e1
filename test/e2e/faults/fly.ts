import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inject } from 'vitest';
import { registryOf } from '#cli/models/open-registry.ts';
import { bringIn } from '#cli/run/bring-in.ts';
import { chooseModel } from '#cli/run/choose-model.ts';
import { scanFolder } from '#cli/run/scan-folder.ts';
import { startRun } from '#cli/run/start-run.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import { type LocalCloud, openLocalCloud } from '#platform/local/cloud.ts';
import type { Deployment } from '#platform/local/deployment.ts';
import type { ExecutionOutcome } from '#platform/local/executions.ts';
import { smallFlight } from '../flights.ts';
import { type Marks, marksOf } from './marks.ts';
import { type FaultPlan, faultsUrl } from './plan.ts';

/** Photos of the flight that all cases fly. */
export const photos = 5;

/** What there is after a run: the same for the same flight, whatever went wrong on the way. */
export interface Outputs {
  /** Text of every result file, or its digest; times taken out. */
  readonly files: Readonly<Record<string, string>>;
  /** How many there are of everything that a fault might lose or double. */
  readonly counts: Readonly<Record<string, number>>;
}

export interface Flown {
  readonly outcome: ExecutionOutcome;
  /** What the run wrote down of itself. */
  readonly record: RunRecord | undefined;
  readonly outputs: Outputs;
  readonly marks: Marks;
}

export interface Flying {
  readonly home: string;
  readonly plan?: FaultPlan;
  readonly deployment?: Deployment;
  /** Changes the cloud before the run is started. */
  readonly prepare?: (cloud: LocalCloud) => void;
  /** Does more with the cloud before the workflow is waited for. */
  readonly meanwhile?: (cloud: LocalCloud, flightId: string) => Promise<void>;
}

/** The folder of the flight. */
export async function flightFolder(): Promise<string> {
  const dir = path.join(inject('sharedDir'), 'fault-flight');
  // Once for all files of tests: the times of the photos are part of what names a run.
  if (!existsSync(dir)) {
    const own = mkdtempSync(`${dir}-part-`);
    await smallFlight(own, { photos, widthPx: 768 });
    try {
      renameSync(own, dir);
    } catch {
      rmSync(own, { recursive: true });
    }
  }
  return dir;
}

/** One run of the flight through an embedded cloud of its own, with the faults of a plan. */
export async function fly({ home, plan = {}, deployment, prepare, meanwhile }: Flying): Promise<Flown> {
  const marks = marksOf(home);
  const cloud = await openLocalCloud({
    homeDir: home,
    wrapper: faultsUrl(plan),
    ...(deployment === undefined ? {} : { deployment }),
  });
  try {
    await chooseModel(registryOf(cloud), undefined);
    const dir = await flightFolder();
    const { manifest, folderDigest } = await bringIn({
      dir,
      folder: await scanFolder(dir),
      objects: cloud.objects,
      bucket: cloud.deployment.buckets['uploads'] ?? '',
      onRead: () => undefined,
    });
    const { flightId } = manifest;
    prepare?.(cloud);
    const { runId } = await startRun(cloud, { flightId, request: { folderDigest }, again: false });
    await meanwhile?.(cloud, flightId);
    const outcome = await cloud.finish(runId);
    const record = await cloud.tables.flights.getRun(flightId, runId);
    return { outcome, record, outputs: await outputsOf(cloud, flightId, runId), marks };
  } finally {
    await cloud.close();
  }
}

async function outputsOf(cloud: LocalCloud, flightId: string, runId: string): Promise<Outputs> {
  const { tables, home } = cloud;
  const folder = path.join(home.dir, 'umbel-results', flightId, runId);
  const files = Object.fromEntries(
    filesBelow(folder).map((name) => [name, contentOf(path.join(folder, name))]),
  );
  const spec = filesBelow(path.join(home.dir, 'umbel-work', 'sheets', flightId))[0] ?? 'none';
  const review = path.join(home.dir, 'umbel-review', 'tiles', runId);
  for (const name of filesBelow(review)) files[`review/${name}`] = contentOf(path.join(review, name));
  return {
    files,
    counts: {
      runs: await countOf(tables.flights.listRuns(flightId)),
      photos: await countOf(tables.photos.list(flightId, spec)),
      scores: await countOf(tables.scores.list(runId)),
      reviews: await countOf(tables.reviews.list(runId)),
      events: filesBelow(home.events).length,
    },
  };
}

async function countOf(items: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of items) count++;
  return count;
}

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

const aTime = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z?/g;
/** Tests are no older. The photos of the flight are: their times stay. */
const sinceMs = Date.now() - 86_400_000;

/** What else tells the time, or is drawn at random: the report's own clock, how long each stage took, a nonce. */
const incidental = [
  /\d{1,2} [A-Z][a-z]+ \d{4}, \d\d:\d\d UTC/g,
  /<section aria-labelledby="timings">.*?<\/section>/gs,
  /nonce(?:-|=")[0-9a-f]+/g,
];

/** The text of a file, or the digest of one that is no text, without times and what is drawn at random. */
function contentOf(file: string): string {
  const read = readFileSync(file, 'latin1');
  const timeless = read.replaceAll(aTime, (time) => (Date.parse(time) > sinceMs ? '' : time));
  const text = incidental.reduce((rest, each) => rest.replaceAll(each, ''), timeless);
  if (/\.(csv|json|geojson|kml|gpx|html)$/.test(file)) return text;
  return createHash('sha256').update(text, 'latin1').digest('hex');
}
