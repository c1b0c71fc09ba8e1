import { parseStoredSightings, type StoredSightings } from '#core/export/stored-sightings.ts';
import type { RunRecord } from '#core/flight/run-record.ts';
import { type FieldMark, standingMarks } from '#core/label/field-mark.ts';
import type { Label } from '#core/label/label.ts';
import { reviewedSightings } from '#core/label/reviewed-sightings.ts';
import { eastM, groundFrameAt, northM } from '#core/sighting/ground-frame.ts';
import type { Sighting } from '#core/sighting/sighting.ts';
import { formatTiling } from '#core/tiling/tiling.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { Platform } from '#platform/platform.ts';
import type { FlightState } from '#platform/tables/flights-table.ts';
import { recent } from './recent.ts';

/** The sightings of a flight's run as they are now: judged by biologists, marked by crews. */
export interface FlightView {
  readonly flightId: string;
  readonly runId: string;
  /** Changes with everything that the view is made of. */
  readonly version: string;
  readonly stored: StoredSightings;
  /** Surest first, those that people added at the end. */
  readonly sightings: readonly Sighting[];
  /** The sighting that a tile is a view of, by `<photo>-<tile>`. */
  readonly byTile: ReadonlyMap<string, Sighting>;
  readonly bySighting: ReadonlyMap<string, Sighting>;
  /** Every mark of a sighting, oldest first. */
  marksOf(sightingId: string): readonly FieldMark[];
  /** The latest mark that stands. */
  markOf(sightingId: string): FieldMark | undefined;
}

/** Runs whose sightings are kept: their file never changes. */
const keptFiles = recent<Promise<StoredSightings | undefined>>(100);
const keptViews = recent<FlightView>(100);

/** The view of a run; undefined for runs without results. */
export async function viewOf(
  platform: Platform,
  record: RunRecord | undefined,
  known?: FlightState,
): Promise<FlightView | undefined> {
  const key = record?.summary?.files['sightings'];
  if (record === undefined || key === undefined) return undefined;
  const { flightId, runId } = record;
  const state = known ?? (await platform.tables.flights.getState(flightId));
  const version = `${runId}/${record.finishedAt ?? ''}/${state.labelVersion}/${state.markVersion}`;
  const former = keptViews.get(runId);
  if (former?.version === version) return former;
  const stored = await keptFiles.getOrMake(`${runId}/${record.finishedAt ?? ''}`, () =>
    readStored(platform, key),
  );
  if (stored === undefined) return undefined;
  const labels = state.labelVersion === 0 ? [] : await collect(platform.tables.labels.list(flightId));
  const marks = state.markVersion === 0 ? [] : await collect(platform.tables.fieldMarks.list(flightId));
  const view = makeView({ record, version, stored, labels, marks });
  keptViews.set(runId, view);
  return view;
}

async function readStored(platform: Platform, key: string): Promise<StoredSightings | undefined> {
  try {
    const bytes = await platform.objects.get({ bucket: requireEnvironment('resultsBucket'), key });
    return parseStoredSightings(new TextDecoder().decode(bytes), key);
  } catch (error) {
    if (isObjectNotFound(error)) return undefined;
    throw error;
  }
}

interface ViewParts {
  readonly record: RunRecord;
  readonly version: string;
  readonly stored: StoredSightings;
  readonly labels: readonly Label[];
  readonly marks: readonly FieldMark[];
}

function makeView({ record, version, stored, labels, marks }: ViewParts): FlightView {
  const { flightId, runId, run } = record;
  const tiling = run === undefined ? '' : formatTiling(run.sheet.tiling);
  const sightings = reviewedSightings(stored.sightings, labels, { flightId, tiling });
  const marked = marksBySighting(sightings, marks);
  return {
    flightId,
    runId,
    version,
    stored,
    sightings,
    byTile: new Map(
      sightings.flatMap((sighting) =>
        sighting.members.map(({ detectionId }) => [detectionId, sighting] as const),
      ),
    ),
    bySighting: new Map(sightings.map((sighting) => [sighting.sightingId, sighting])),
    marksOf: (sightingId) => marked.get(sightingId) ?? [],
    markOf: (sightingId) => standingMarks(marked.get(sightingId) ?? []).at(-1),
  };
}

/** Marks by the sighting that they are of; a mark of a former run belongs to the nearest sighting within both places' uncertainty. */
function marksBySighting(
  sightings: readonly Sighting[],
  marks: readonly FieldMark[],
): Map<string, FieldMark[]> {
  const ids = new Set(sightings.map(({ sightingId }) => sightingId));
  const groups = Map.groupBy(marks, ({ sightingId }) => sightingId);
  const marked = new Map<string, FieldMark[]>();
  for (const [sightingId, group] of groups) {
    const target = ids.has(sightingId) ? sightingId : nearest(sightings, group[0]!);
    if (target !== undefined) marked.set(target, [...(marked.get(target) ?? []), ...group]);
  }
  return marked;
}

function nearest(sightings: readonly Sighting[], mark: FieldMark): string | undefined {
  const frame = groundFrameAt(mark.lat, mark.lon);
  let best: { id: string; apartM: number } | undefined;
  for (const { sightingId, lat, lon, uncertaintyM } of sightings) {
    const apartM = Math.hypot(eastM(frame, lon), northM(frame, lat));
    const near = apartM <= Math.hypot(uncertaintyM, mark.uncertaintyM);
    if (near && apartM < (best?.apartM ?? Number.POSITIVE_INFINITY)) best = { id: sightingId, apartM };
  }
  return best?.id;
}

async function collect<Entry>(entries: AsyncIterable<Entry>): Promise<Entry[]> {
  const all: Entry[] = [];
  for await (const entry of entries) all.push(entry);
  return all;
}
