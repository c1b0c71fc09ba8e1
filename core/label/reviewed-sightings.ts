import { bandOf } from '../review/band.ts';
import { detectionIdOf, type Detection, sigmas68, sigmas95 } from '../sighting/detection.ts';
import { eastM, groundFrameAt, northM } from '../sighting/ground-frame.ts';
import type { ReviewState } from '../sighting/review-state.ts';
import { sightingIdOf } from '../sighting/sighting-id.ts';
import type { Sighting } from '../sighting/sighting.ts';
import type { Answer, Label } from './label.ts';
import { byTile, standingLabels, tileKeyOf, verdictOf } from './standing.ts';

/** What a run is to know its tiles again in labels. */
export interface LabelledRun {
  readonly flightId: string;
  /** As `formatTiling` writes it. */
  readonly tiling: string;
}

/**
 * The sightings of a run as people have judged them.
 *
 * An answer on any view of a sighting is an answer on the plant: it need not be given once per photo. Hogweed in one
 * view confirms it, whatever another view hides; else one who was not sure leaves it unsure; else not-hogweed rejects
 * it. A bad image says nothing. Hogweed on a tile that is no view of any sighting confirms the one that it lies within
 * reach of, and where there is none, it is a sighting that the model missed: it is added, numbered on.
 * @param labels the whole history of the flight, in the order of `LabelsTable.list`
 */
export function reviewedSightings(
  sightings: readonly Sighting[],
  labels: Iterable<Label>,
  run: LabelledRun,
): Sighting[] {
  const verdicts = new Map<string, { answer: Answer; label: Label }>();
  for (const [key, history] of byTile(labels)) {
    const standing = standingLabels(history);
    const answer = verdictOf(standing);
    if (answer !== undefined) verdicts.set(key, { answer, label: standing.at(-1)! });
  }
  if (verdicts.size === 0) return [...sightings];
  const judged: Sighting[] = sightings.map((sighting) => judge(sighting, run.tiling, verdicts));
  const loose = [...verdicts.values()].filter(({ answer }) => answer === 'hogweed');
  addMissed(
    judged,
    loose.map(({ label }) => label),
    run,
  );
  return judged;
}

type Verdicts = Map<string, { answer: Answer; label: Label }>;

/** The sighting with what was said of its views; those answers are taken out. */
function judge(sighting: Sighting, tiling: string, verdicts: Verdicts): Sighting {
  const said = new Set<Answer>();
  for (const { photoId, tileIndex } of sighting.members) {
    const key = tileKeyOf({ photoId, tiling, tile: tileIndex });
    const verdict = verdicts.get(key);
    if (verdict === undefined) continue;
    said.add(verdict.answer);
    verdicts.delete(key);
  }
  const review = stateOf(said);
  return review === undefined ? sighting : { ...sighting, review };
}

function stateOf(said: ReadonlySet<Answer>): ReviewState | undefined {
  if (said.has('hogweed')) return 'confirmed';
  if (said.has('unsure')) return 'unsure';
  return said.has('not-hogweed') ? 'rejected' : undefined;
}

/** Puts hogweed that is no view of a sighting to the nearest one within reach, or adds a sighting for it. */
function addMissed(judged: Sighting[], labels: readonly Label[], run: LabelledRun): void {
  let number = judged.reduce((most, sighting) => Math.max(most, sighting.number), 0);
  for (const label of labels) {
    const seen = detectionOf(label);
    if (seen === undefined) continue;
    const nearest = nearestWithinReach(judged, seen);
    if (nearest === undefined) judged.push(missedSighting(seen, run.flightId, ++number));
    else judged[nearest] = { ...judged[nearest]!, review: 'confirmed' };
  }
}

/** What a person saw as the model would have told it; undefined without a place. */
function detectionOf({ photoId, photoName, tile, place, confidence }: Label): Detection | undefined {
  if (place === undefined) return undefined;
  return {
    detectionId: detectionIdOf(photoId, tile),
    photoId,
    photoName: photoName ?? photoId,
    tileIndex: tile,
    confidence: confidence ?? 0,
    lat: place.lat,
    lon: place.lon,
    uncertaintyM: place.uncertaintyM,
    areaM2: place.tileSizeM ** 2,
    tileSizeM: place.tileSizeM,
  };
}

function nearestWithinReach(sightings: readonly Sighting[], seen: Detection): number | undefined {
  const frame = groundFrameAt(seen.lat, seen.lon);
  let nearest: number | undefined;
  let leastM = Number.POSITIVE_INFINITY;
  for (const [i, { lat, lon, uncertaintyM }] of sightings.entries()) {
    const apartM = Math.hypot(eastM(frame, lon), northM(frame, lat));
    // Half a tile: the plant stands somewhere in it. More than one tile away it is another plant, however poor the places.
    const reachM = seen.tileSizeM / 2 + Math.min(Math.hypot(uncertaintyM, seen.uncertaintyM), seen.tileSizeM);
    if (apartM <= reachM && apartM < leastM) [nearest, leastM] = [i, apartM];
  }
  return nearest;
}

function missedSighting(seen: Detection, flightId: string, number: number): Sighting {
  return {
    sightingId: sightingIdOf(flightId, [seen.detectionId]),
    number,
    lat: seen.lat,
    lon: seen.lon,
    uncertaintyM: seen.uncertaintyM,
    uncertainty95M: (seen.uncertaintyM / sigmas68) * sigmas95,
    confidence: seen.confidence,
    band: bandOf(seen.confidence, 0) ?? 'possible',
    members: [seen],
    seenIn: 1,
    couldSee: 1,
    bestView: seen,
    review: 'confirmed',
  };
}
