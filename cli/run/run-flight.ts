import path from 'node:path';
import { UmbelError } from '#core/errors.ts';
import type { CheckPolicy } from '#core/flight/checks.ts';
import type { RunSummary } from '#core/flight/summary.ts';
import type { Tiling } from '#core/tiling/tiling.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { openLocalCloud } from '#platform/local/cloud.ts';
import { makeWritableFolder } from '#platform/local/writable-folder.ts';
import { registryOf } from '../models/open-registry.ts';
import { progressLine } from '../progress.ts';
import { bringIn } from './bring-in.ts';
import { copyResults, type OutFiles } from './copy-results.ts';
import { runSummaryOf } from './run-summary.ts';
import { chooseModel } from './choose-model.ts';
import { flightsWithSamePhotos, samePhotosNote } from './same-photos.ts';
import { scanFolder } from './scan-folder.ts';
import { stageWatch } from './stage-watch.ts';
import { startRun } from './start-run.ts';

/** Asks of a person, or of a machine that goes down, to end. */
const signals = ['SIGINT', 'SIGTERM'] as const;

export interface RunFlightOptions {
  /** Folder with the photos of one flight. */
  readonly dir: string;
  /** Where the results go; default: where the embedded cloud keeps them. */
  readonly out?: string;
  /** Id of a stored model, or the folder of a package. */
  readonly model?: string;
  readonly tiling?: Tiling;
  /** What a failed check does; wins over flight.json. */
  readonly stopOn?: CheckPolicy;
  /** Does a flight again that was done before. */
  readonly again?: boolean;
  /** No progress on stderr. */
  readonly quiet?: boolean;
}

/** What `umbel run --json` prints. */
export interface RunResult extends Omit<RunSummary, 'files'> {
  /** True when a former run of the same flight was found and nothing was done anew. */
  readonly recognised: boolean;
  readonly tookMs: number;
  /** Wall time by stage; empty for a recognised run. */
  readonly stagesMs: Readonly<Record<string, number>>;
  readonly out: OutFiles;
}

/**
 * Runs one flight through the embedded cloud: upload, workflow, results.
 * A run that was cut off is continued; one that was done is recognised.
 * @throws UmbelError for everything that a person can mend
 */
export async function runFlight(options: RunFlightOptions): Promise<RunResult> {
  const startedMs = performance.now();
  if (options.out !== undefined) {
    mustLieOutside(options.dir, options.out);
    mustBeWritable(options.out);
  }
  const folder = await scanFolder(options.dir);
  const line = progressLine({ quiet: options.quiet });
  const watch = stageWatch(line);
  for (const signal of signals) process.once(signal, endOnSignal);
  const cloud = await openLocalCloud({
    onProgress: watch.onProgress,
    onWorkflowEvent: watch.onWorkflowEvent,
  });
  try {
    const { modelId, notes } = await chooseModel(registryOf(cloud), options.model);
    line.stage('Reading photos', folder.photos.length);
    const { manifest, folderDigest } = await bringIn({
      dir: options.dir,
      folder,
      objects: cloud.objects,
      bucket: requireEnvironment('uploadsBucket'),
      onRead: () => line.add(1),
    });
    const same = await flightsWithSamePhotos(
      {
        flights: cloud.tables.flights,
        objects: cloud.objects,
        bucket: requireEnvironment('uploadsBucket'),
      },
      manifest,
    );
    const sameNotes = same.length === 0 ? [] : [samePhotosNote(same, manifest.flightId)];
    line.end();
    // Told before the work, which may take hours, and in the summary.
    if (options.quiet !== true) for (const note of sameNotes) process.stderr.write(`${note}\n`);
    watch.total(folder.photos.length);
    const request = {
      ...(modelId === undefined ? {} : { modelId }),
      folderDigest,
      ...(options.tiling === undefined ? {} : { tiling: options.tiling }),
      ...(options.stopOn === undefined ? {} : { checks: options.stopOn }),
    };
    const started = await startRun(cloud, {
      flightId: manifest.flightId,
      request,
      again: options.again === true,
    });
    const outcome = await cloud.finish(started.runId);
    line.end();
    const summary = await runSummaryOf(cloud.tables.flights, {
      ...started,
      flightId: manifest.flightId,
      outcome,
    });
    const out = await copyResults(cloud, { summary, out: options.out });
    const { files: _keys, ...figures } = summary;
    const tookMs = Math.round(performance.now() - startedMs);
    return {
      ...figures,
      notes: [...notes, ...sameNotes, ...figures.notes],
      recognised: started.recognised,
      tookMs,
      stagesMs: watch.stagesMs(),
      out,
    };
  } finally {
    line.end();
    await cloud.close();
    for (const signal of signals) process.off(signal, endOnSignal);
  }
}

/** Ctrl-C: says that nothing is lost, and ends; database and worker end with this process. */
function endOnSignal(signal: NodeJS.Signals): void {
  process.stderr.write('\nStopped. The same command continues where this one ended.\n');
  process.kill(process.pid, signal);
}

/** Results among the photos would be files of the flight at the next run. */
function mustLieOutside(dir: string, out: string): void {
  const way = path.relative(path.resolve(dir), path.resolve(out));
  if (way !== '' && (way.startsWith('..') || path.isAbsolute(way))) return;
  throw new UmbelError({
    code: 'out.among-photos',
    kind: 'bad-input',
    message: `The folder for the results, ${out}, lies among the photos.`,
    hint: 'Give a folder outside of the flight with --out, or leave it out.',
  });
}

/** Found out before the work, not after it. */
function mustBeWritable(out: string): void {
  try {
    makeWritableFolder(out);
  } catch (cause) {
    throw new UmbelError({
      code: 'out.not-writable',
      kind: 'bad-input',
      message: `The results cannot be written to ${out}: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'Give another folder with --out, or leave it out.',
      cause,
    });
  }
}
