import type { DifferentSite, EvidenceOf } from '#core/difference/difference.ts';
import type { NewAnswer, ViewChange } from '#core/difference/explain.ts';
import { byTile, standingLabels, tileKeyOf } from '#core/label/standing.ts';
import type { Label } from '#core/label/label.ts';
import { unpackConfidences } from '#core/model/scores.ts';
import type { PhotoRecord } from '#core/photo/record.ts';
import { reachM } from '#core/review/plan.ts';
import { eastM, groundFrameAt, groundFrameOf, northM } from '#core/sighting/ground-frame.ts';
import type { Sighting } from '#core/sighting/sighting.ts';
import { photosThatSee } from '#core/sighting/views.ts';
import { sheetSpecName } from '#core/tiling/sheet.ts';
import type { LocalCloud } from '#platform/local/cloud.ts';
import type { ReadRun } from './read-runs.ts';
import { tileNearest } from './tile-nearest.ts';

/** What two runs know of a flight's photos. */
export interface RunPair {
  readonly before: ReadRun;
  readonly after: ReadRun;
  /** Every label of the flight. */
  readonly labels: readonly Label[];
}

/** A look-up of what is known of a site: confidences in both runs, answers since the first, photos that show it. */
export async function evidenceFrom(
  { tables }: Pick<LocalCloud, 'tables'>,
  { before, after, labels }: RunPair,
): Promise<EvidenceOf> {
  const members = [...before.stored.sightings, ...after.stored.sightings].flatMap((one) => one.members);
  const photoIds = [...new Set([...members, ...labels].map(({ photoId }) => photoId))];
  const confidences = {
    before: await confidencesOf(tables, before, photoIds),
    after: await confidencesOf(tables, after, photoIds),
  };
  const seeing = { before: photosOver(before), after: photosOver(after) };
  const answers = answersSince(labels, before.finishedAt);
  return (site) => {
    const place = site.after ?? site.before!;
    return {
      views: viewsOf(site, confidences),
      answers: answers.filter((answer) => isAbout(answer, site)).map(answerOf),
      photosBefore: seeing.before(place),
      photosAfter: seeing.after(place),
    };
  };
}

/** What a run says of a site in one photo; undefined where it did not score it. */
type ConfidenceIn = (photoId: string, site: Site, tiles: readonly number[]) => number | undefined;
type Site = Pick<DifferentSite, 'before' | 'after'>;

async function confidencesOf(
  { scores, photos }: LocalCloud['tables'],
  { run, facts }: ReadRun,
  photoIds: readonly string[],
): Promise<{ readonly tiling: string; readonly of: ConfidenceIn }> {
  const records = await photos.getMany(run.flightId, sheetSpecName(run.sheet), photoIds);
  const scored = await scores.getMany(run.runId, photoIds);
  const unpacked = new Map([...scored].map(([id, score]) => [id, unpackConfidences(score.confidences)]));
  return {
    tiling: facts.tiling,
    of(photoId, site, tiles) {
      const confidences = unpacked.get(photoId);
      if (confidences === undefined) return undefined;
      const shown = tiles.length > 0 ? tiles : nearestTile(run, records.get(photoId), site);
      const known = shown.flatMap((tile) => confidences[tile] ?? []);
      return known.length === 0 ? undefined : Math.max(...known);
    },
  };
}

function nearestTile(run: ReadRun['run'], record: PhotoRecord | undefined, site: Site): number[] {
  const found = tileNearest(run, record, site.after ?? site.before!);
  return found === undefined ? [] : [found];
}

/** The photos that show a sighting in either run, surest in the later one first. */
function viewsOf(
  site: Site,
  runs: Record<'before' | 'after', { readonly tiling: string; readonly of: ConfidenceIn }>,
): ViewChange[] {
  const views = new Map<string, { photoName: string; before: number[]; after: number[] }>();
  const isSameTiling = runs.before.tiling === runs.after.tiling;
  for (const side of ['before', 'after'] as const) {
    for (const { photoId, photoName, tileIndex } of site[side]?.members ?? []) {
      const view = views.get(photoId) ?? { photoName, before: [], after: [] };
      views.set(photoId, view);
      // The same tile is asked of both runs where both have it.
      for (const other of isSameTiling ? (['before', 'after'] as const) : [side]) view[other].push(tileIndex);
    }
  }
  return [...views]
    .map(([photoId, { photoName, ...tiles }]) => {
      const [was, is] = [
        runs.before.of(photoId, site, tiles.before),
        runs.after.of(photoId, site, tiles.after),
      ];
      return {
        photoId,
        photoName,
        ...(was === undefined ? {} : { before: was }),
        ...(is === undefined ? {} : { after: is }),
      };
    })
    .sort((a, b) => (b.after ?? 0) - (a.after ?? 0) || (a.photoName < b.photoName ? -1 : 1));
}

/** Labels that stand and were given after a moment. */
function answersSince(labels: readonly Label[], since: string): Label[] {
  return [...byTile(labels).values()].flatMap((history) =>
    standingLabels(history).filter(({ at }) => at > since),
  );
}

/** Whether a label is of a view of a site, or of ground within its reach. */
function isAbout(label: Label, { before, after }: Site): boolean {
  const key = tileKeyOf(label);
  return [before, after].some(
    (sighting) =>
      sighting !== undefined &&
      (sighting.members.some(
        ({ photoId, tileIndex }) => tileKeyOf({ ...label, photoId, tile: tileIndex }) === key,
      ) ||
        isWithinReach(label, sighting)),
  );
}

function isWithinReach({ place }: Label, { lat, lon, uncertaintyM, bestView }: Sighting): boolean {
  if (place === undefined) return false;
  const frame = groundFrameAt(lat, lon);
  const apartM = Math.hypot(eastM(frame, place.lon), northM(frame, place.lat));
  return apartM <= reachM(place, { lat, lon, uncertaintyM, tileSizeM: bestView.tileSizeM });
}

function answerOf({ answer, at, photoName, photoId, tile }: Label): NewAnswer {
  return { answer, at, photoName: photoName ?? photoId, tile };
}

/** How many scored photos of a run show a place. */
function photosOver({ stored }: ReadRun): (place: Sighting) => number {
  const footprints = stored.photos.filter(({ result }) => result !== 'not-scored');
  const corners = footprints.flatMap(({ footprint }) => footprint.map(([lon, lat]) => ({ lat, lon })));
  if (corners.length === 0) return () => 0;
  const frame = groundFrameOf(corners);
  const photos = photosThatSee(footprints, frame);
  return ({ lat, lon }) => photos({ x: eastM(frame, lon), y: northM(frame, lat) }).length;
}
