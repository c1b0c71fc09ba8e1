import { existsSync } from 'node:fs';
import { UmbelError } from '#core/errors.ts';
import {
  compareRuns,
  differences,
  placeOf,
  type RunDifference,
  type RunMap,
} from '#core/difference/difference.ts';
import {
  differenceCsv,
  type DifferenceContext,
  differenceGeoJson,
  differenceText,
  reasonCounts,
  sightingWords,
  siteJson,
} from '#core/difference/difference-files.ts';
import { type PageSite, renderDifference } from '#core/difference/page.ts';
import type { Label } from '#core/label/label.ts';
import { reviewedSightings } from '#core/label/reviewed-sightings.ts';
import { openForReading, type ReadableCloud } from '#platform/local/reading.ts';
import { homeDir } from '#platform/local/home.ts';
import { type ReadRun, readRuns } from './read-runs.ts';
import { evidenceFrom } from './site-evidence.ts';
import { runPictures } from './run-pictures.ts';
import { readAssets, writeFiles } from './write-files.ts';

/** What people type behind `umbel compare FLIGHT`. */
export interface CompareRunsFlags {
  /** Ids of runs. */
  readonly before?: string;
  readonly after?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/**
 * What changed on the map of a flight from one run to another, and why, as text for stdout; with `--out` as files and a page
 * too. The map before is what the first run and the answers until its end made of the photos; the map after is that of the
 * second run with all answers.
 * @throws UmbelError those of `readRuns` and `writeFiles`
 */
export async function compareRunsOf(flightId: string, flags: CompareRunsFlags): Promise<string> {
  // A mistyped UMBEL_HOME must not leave an empty database behind.
  if (!existsSync(homeDir()))
    throw new UmbelError({
      code: 'flight.not-found',
      kind: 'not-found',
      message: `There is no flight ${flightId} in ${homeDir()}.`,
      hint: 'Run it first: umbel run DIR. The id of a flight is in the first line of its summary.',
    });
  const cloud = await openForReading();
  try {
    const runs = await readRuns(cloud, flightId, flags);
    const labels: Label[] = [];
    for await (const label of cloud.tables.labels.list(flightId)) labels.push(label);
    const evidenceOf = await evidenceFrom(cloud, { ...runs, labels });
    const difference = compareRuns(
      mapOf(
        runs.before,
        labels.filter(({ at }) => at <= runs.before.finishedAt),
      ),
      mapOf(runs.after, labels),
      evidenceOf,
    );
    const context: DifferenceContext = {
      flightId,
      before: runs.before.facts,
      after: runs.after.facts,
      simulated: runs.after.stored.context.simulated === true,
    };
    const files =
      flags.out === undefined ? {} : await writeAll(cloud, flags.out, { difference, context, runs });
    return flags.json === true
      ? `${JSON.stringify(jsonOf(difference, context, files))}\n`
      : differenceText(difference, context) +
          Object.values(files)
            .map((file) => `${file}\n`)
            .join('');
  } finally {
    await cloud.close();
  }
}

/** The map of a run with what people had said. */
function mapOf({ run, stored, facts }: ReadRun, labels: readonly Label[]): RunMap {
  const about = { flightId: run.flightId, tiling: facts.tiling };
  return { sightings: reviewedSightings(stored.sightings, labels, about), facts };
}

function jsonOf(difference: RunDifference, context: DifferenceContext, files: Record<string, string>) {
  const { sites, counts } = difference;
  const changed = sites.filter((site) => site.difference !== 'unchanged');
  return { ...context, counts, reasons: reasonCounts(difference), sites: changed.map(siteJson), files };
}

interface Writing {
  readonly difference: RunDifference;
  readonly context: DifferenceContext;
  readonly runs: { readonly before: ReadRun; readonly after: ReadRun };
}

async function writeAll(
  cloud: ReadableCloud,
  dir: string,
  writing: Writing,
): Promise<Record<string, string>> {
  return writeFiles(dir, {
    'difference.geojson': differenceGeoJson(writing.difference, writing.context),
    'difference.csv': differenceCsv(writing.difference),
    'difference.html': await pageOf(cloud, writing),
  });
}

async function pageOf(cloud: ReadableCloud, { difference, context, runs }: Writing): Promise<string> {
  const picturesOf = runPictures(cloud, runs);
  const sites: PageSite[] = [];
  for (const site of difference.sites) {
    const { before, after, reasons, views } = site;
    const { lat, lon, uncertaintyM } = placeOf(site);
    sites.push({
      change: site.difference,
      lat,
      lon,
      uncertaintyM,
      ...(before === undefined ? {} : { before: sightingWords(before) }),
      ...(after === undefined ? {} : { after: sightingWords(after) }),
      says: reasons.map(({ says }) => says),
      views: views.slice(0, shownViews),
      pictures: site.difference === 'unchanged' ? [] : await picturesOf(site),
    });
  }
  return renderDifference(
    {
      title: `${runs.after.stored.context.title ?? context.flightId}: two runs`,
      facts: [
        ['Flight', context.flightId],
        ['Before', runWords(context.before)],
        ['After', runWords(context.after)],
        ['Runs', `${context.before.runId}, ${context.after.runId}`],
      ],
      notices: context.simulated ? [simulatedNotice] : [],
      counts: differences.map((one) => [one, difference.counts[one]] as const),
      untold: ['unchanged'],
      photos: runs.after.stored.photos.map(({ name, footprint }) => ({ name, footprint })),
      sites,
    },
    await readAssets(),
  );
}

/** `hogweed-0123456789ab, 2026-07-01 10:00 UTC`. */
function runWords({ modelId, startedAt }: ReadRun['facts']): string {
  return `${modelId ?? 'no model'}, ${startedAt.slice(0, 16).replace('T', ' ')} UTC`;
}

/** Photos of a site that its table lists. */
const shownViews = 8;

export const simulatedNotice =
  'Simulated: the photos were painted by a program; no place and no plant on this page is real.';
