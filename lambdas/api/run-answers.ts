import { formatTiling } from '#core/tiling/tiling.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import type { RunSummary } from '#core/flight/summary.ts';
import { requireEnvironment } from '#platform/environment.ts';
import type { Platform } from '#platform/platform.ts';
import type { StageProgress } from '#platform/ports.ts';
import { aboutModel } from '../model-facts.ts';
import type { ApiCall } from './field.ts';
import { enumName } from './names.ts';
import { photosOfRun } from './run-photos.ts';

/** For how long links to pictures and files work at least, seconds. */
export const linkS = 3_600;

/** A run as the API tells it. @param at where the client asks for the run, e.g. `items/latestRun/` */
export async function runAnswer(call: ApiCall, record: RunRecord, at: string): Promise<object> {
  const { platform } = call;
  const { runId, flightId, status, modelId, startedAt, finishedAt, photos, run, summary, failure } = record;
  return {
    runId,
    flightId,
    status: enumName(status),
    modelId,
    modelTitle: call.wants(`${at}modelTitle`) ? await titleOf(platform, modelId) : null,
    engine: summary?.engine ?? null,
    tiling: run === undefined ? null : formatTiling(run.sheet.tiling),
    threshold: run?.modelId === null ? null : (run?.threshold ?? null),
    startedAt,
    finishedAt: finishedAt ?? null,
    photos,
    progress: call.wants(`${at}progress`) ? await progressOf(platform, record) : null,
    summary: summary === undefined ? null : summaryAnswer(summary),
    failure: failure === undefined ? null : { code: failure.error, message: messageOf(failure.cause) },
    files: call.wants(`${at}files`) ? await filesOf(platform, summary) : [],
  };
}

async function titleOf(platform: Platform, modelId: string | null): Promise<string | null> {
  const facts = await aboutModel(platform.objects, modelId).catch(() => undefined);
  return facts?.title ?? null;
}

function summaryAnswer(summary: RunSummary): object {
  const { photos, sideFiles, tiles, bands, review, sightings } = summary;
  return { ...photos, sideFiles, tiles, ...bands, review, sightings };
}

async function filesOf(platform: Platform, summary: RunSummary | undefined): Promise<object[]> {
  const bucket = requireEnvironment('resultsBucket');
  return Promise.all(
    Object.entries(summary?.files ?? {}).map(async ([kind, key]) => {
      const name = key.split('/').at(-1) ?? key;
      const fileName = `${summary?.flightId ?? ''}-${name}`;
      // The report is looked at, all other files are saved.
      const options = kind === 'report' ? { forS: linkS } : { forS: linkS, fileName };
      return { kind, name, url: await platform.urls.read({ bucket, key }, options) };
    }),
  );
}

const stageWords: Readonly<Record<string, string>> = {
  'tile-photos': 'Tiling photos',
  'align-photos': 'Comparing photos',
  'score-photos': 'Scoring photos',
  'cut-review-tiles': 'Cutting review tiles',
};

/** How far a run is: a finished one by its summary, a running one by what its stages report. */
async function progressOf(platform: Platform, record: RunRecord): Promise<object> {
  const { summary, photos, status } = record;
  if (summary !== undefined) {
    const { scored, quarantined, failed, prepared, read } = summary.photos;
    return { ...idle, photos: read, tiled: scored + prepared, scored, quarantined, failed };
  }
  if (status !== 'running') return { ...idle, photos, tiled: 0, scored: 0, quarantined: 0, failed: 0 };
  const stages = await platform.workflows.progress({
    workflowArn: requireEnvironment('flightWorkflowArn'),
    name: record.runId,
  });
  const done = (stage: string) => Math.min(photos, stages.find((each) => each.stage === stage)?.done ?? 0);
  const current = stages
    .filter(({ finishedAt }) => finishedAt === undefined)
    .toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1))
    .at(-1);
  return {
    ...pace(current, photos, platform.clock.now()),
    photos,
    tiled: done('tile-photos'),
    scored: done('score-photos'),
    quarantined: await countQuarantined(platform, record),
    failed: stages.reduce((sum, { failed }) => sum + failed, 0),
    stage: current === undefined ? 'Opening the flight' : (stageWords[current.stage] ?? null),
  };
}

const idle = { stage: null, photosPerMinute: null, secondsLeft: null };

function pace(
  stage: StageProgress | undefined,
  photos: number,
  now: Date,
): { photosPerMinute: number | null; secondsLeft: number | null } {
  const tookMin = stage === undefined ? 0 : (now.getTime() - Date.parse(stage.startedAt)) / 60_000;
  if (stage === undefined || stage.done < 2 || tookMin <= 0)
    return { photosPerMinute: null, secondsLeft: null };
  const perMinute = stage.done / tookMin;
  // Review tiles are cut from some of the photos only: nobody knows when it ends.
  const known = stage.stage !== 'cut-review-tiles';
  const left = known ? Math.round((Math.max(0, photos - stage.done) / perMinute) * 60) : null;
  return { photosPerMinute: Math.round(perMinute * 10) / 10, secondsLeft: left };
}

/** Largest flight whose quarantined photos are counted while it runs: each count reads every photo's record. */
const countedPhotos = 2_000;

async function countQuarantined(platform: Platform, { run, photos }: RunRecord): Promise<number> {
  if (run === undefined || photos > countedPhotos) return 0;
  const { sheetSpecName } = await import('#core/tiling/sheet.ts');
  const ofRun = await photosOfRun(platform, run);
  let quarantined = 0;
  for await (const { outcome, photoId } of platform.tables.photos.list(
    run.flightId,
    sheetSpecName(run.sheet),
  ))
    if (outcome === 'quarantined' && ofRun?.has(photoId) !== false) quarantined++;
  return quarantined;
}

/** Lambda wraps a thrown error as JSON. */
function messageOf(cause: string): string {
  try {
    const value: unknown = JSON.parse(cause);
    if (typeof value === 'object' && value !== null && 'errorMessage' in value)
      return String(value.errorMessage);
  } catch {
    // The container's own words.
  }
  return cause.split('\n')[0]?.slice(0, 500) ?? '';
}
