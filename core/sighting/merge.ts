import { bandOf } from '../review/band.ts';
import { UmbelError } from '../errors.ts';
import { alignPhotos } from './align.ts';
import { associate, type PlacedLooks } from './associate.ts';
import { pooledConfidence } from './confidence.ts';
import { sigmas68, sigmas95, type Detection, type PhotoFootprint } from './detection.ts';
import { errorModelOf, varianceOfMean, weightedMeans, type ErrorModel } from './error-share.ts';
import { groundFrameOf, placeOf, type GroundFrame } from './ground-frame.ts';
import type { Point } from './hull.ts';
import { findLooks, plantReachM, type Looks } from './looks.ts';
import { joinLeftovers } from './leftovers.ts';
import { registerPhotos } from './register.ts';
import { sightingIdOf } from './sighting-id.ts';
import type { Sighting, Stand } from './sighting.ts';
import { findStands, standOf } from './stands.ts';
import { photosThatSee } from './views.ts';

export interface MergeOptions {
  readonly flightId: string;
  /** The model's threshold, for the bands. */
  readonly threshold: number;
  /** Outlines of all placed photos, seen or not: how many could have seen a plant. */
  readonly footprints?: readonly PhotoFootprint[];
  /**
   * Width of a full-grown plant, metres; default 3: an assumption, a rosette with leaves of up to 1.5 m to every side.
   */
  readonly plantWidthM?: number;
}

/** Distances in combined standard deviations within which two looks can be one plant: first as placed, then aligned. */
const firstGate = { sigmas: 3 };
const alignedGate = { sigmas: 3.5 };

/**
 * The plants and stands that the detections show, surest first; the order of the input does not matter.
 * Detections of neighbouring tiles join within their photo, the photos are shifted against each other to where they
 * agree, what falls together joins across photos (never two plants of one photo), and plants that stand denser than
 * the error become a stand.
 * @throws UmbelError `sighting.place-invalid` for a detection without a finite place or uncertainty
 */
export function mergeDetections(detections: readonly Detection[], options: MergeOptions): Sighting[] {
  const sorted = detections.toSorted(byPhotoAndTile);
  sorted.forEach(mustBePlaced);
  const frame = groundFrameOf(sorted);
  const plantWidthM = options.plantWidthM ?? 3;
  const looks = findLooks(sorted, frame, plantWidthM);
  const reachM = plantReachM(typicalTileM(looks), plantWidthM);
  const flight = { detections: sorted, ...honestPlants(looks, reachM), frame, plantWidthM };
  return numbered(groupsOf(flight), flight, options);
}

/** Looks put together to plants, and how their errors go together. */
interface Plants {
  readonly looks: Looks;
  readonly aligned: PlacedLooks;
  readonly labels: Int32Array;
  readonly errors: ErrorModel;
}

function plantsOf(looks: Looks, reachM: number): Plants {
  const guess = associate(looks, firstGate);
  const registered = associate(registerPhotos(looks, guess), alignedGate);
  const aligned = alignPhotos(looks, registered);
  const labels = joinLeftovers(aligned, associate(aligned, alignedGate), reachM);
  return { looks, aligned, labels, errors: errorModelOf(looks, labels) };
}

/** Gates cut off what they exclude, so a scatter above the claim shows itself in full only after some widenings. */
const mostWidenings = 4;

/**
 * The plants, from looks whose variances are no smaller than their scatter. A receiver that is worse than it claims
 * leaves views outside the gates, which would stay as plants of their own.
 */
function honestPlants(looks: Looks, reachM: number): Plants {
  let plants = plantsOf(looks, reachM);
  for (let i = 0; i < mostWidenings && plants.errors.scale > 1; i++) {
    const { scale } = plants.errors;
    const variance = plants.looks.variance.map((stated) => stated * scale);
    plants = plantsOf({ ...plants.looks, variance }, reachM);
  }
  return plants;
}

/** Tiles of one run are alike; the median guards against a few oblique ones. */
function typicalTileM({ tileSizeM }: Looks): number {
  return tileSizeM.toSorted()[tileSizeM.length >> 1] ?? 1;
}

function byPhotoAndTile(a: Detection, b: Detection): number {
  if (a.photoId !== b.photoId) return a.photoId < b.photoId ? -1 : 1;
  if (a.tileIndex !== b.tileIndex) return a.tileIndex - b.tileIndex;
  if (a.detectionId !== b.detectionId) return a.detectionId < b.detectionId ? -1 : 1;
  return a.lat - b.lat || a.lon - b.lon || b.confidence - a.confidence;
}

function mustBePlaced({ detectionId, lat, lon, uncertaintyM }: Detection): void {
  if (Number.isFinite(lat) && Number.isFinite(lon) && uncertaintyM >= 0 && uncertaintyM < Infinity) return;
  throw new UmbelError({
    code: 'sighting.place-invalid',
    kind: 'bug',
    message: `Detection ${detectionId} has no place: lat ${lat}, lon ${lon}, uncertaintyM ${uncertaintyM}.`,
    details: { detectionId, lat, lon, uncertaintyM },
  });
}

interface MergedFlight extends Plants {
  readonly detections: readonly Detection[];
  readonly frame: GroundFrame;
  readonly plantWidthM: number;
}

/** The looks of one sighting with its mean. */
interface Group extends Point {
  readonly looks: readonly number[];
  /** Variance of the mean along one axis, square metres. */
  readonly variance: number;
  readonly stand?: Stand;
}

function groupsOf(flight: MergedFlight): Group[] {
  const { looks, aligned, labels, errors, frame, plantWidthM } = flight;
  const means = weightedMeans(looks, labels);
  const alignedMeans = weightedMeans(aligned, labels);
  const looksOf = new Map<number, number[]>();
  labels.forEach((label, look) => {
    const own = looksOf.get(label);
    if (own === undefined) looksOf.set(label, [look]);
    else own.push(look);
  });
  const plants = [...looksOf].map(([label, own]) => ({
    looks: own,
    x: means.x[label]!,
    y: means.y[label]!,
    variance:
      varianceOfMean(errors, { weight: means.weight[label]!, views: own.length }) +
      own.reduce((sum, look) => sum + looks.common[look]! / own.length, 0),
    place: {
      x: alignedMeans.x[label]!,
      y: alignedMeans.y[label]!,
      linkM: Math.max(
        // The error of one view, not of the mean: it is single views that are told apart or not.
        sigmas68 * Math.sqrt(own.length / means.weight[label]!),
        1.25 * plantReachM(looks.tileSizeM[own[0]!]!, plantWidthM),
      ),
    },
  }));
  const inStand = new Set<number>();
  const stands = findStands(
    plants.map(({ place }) => place),
    touchingPlants(flight, [...looksOf.keys()]),
  ).map((members) => {
    for (const member of members) inStand.add(member);
    return standGroup(
      members.map((i) => plants[i]!),
      aligned,
      { frame, radiusM: plantWidthM / 2 },
    );
  });
  return [...plants.filter((_, i) => !inStand.has(i)), ...stands];
}

/** For each plant (by its place in `labelsInOrder`) those that it touches in some photo. */
function touchingPlants(
  { looks, labels }: MergedFlight,
  labelsInOrder: readonly number[],
): Map<number, number[]> {
  const touching = new Map<number, number[]>();
  if (looks.touching.length === 0) return touching;
  const plantOf = new Map(labelsInOrder.map((label, plant) => [label, plant]));
  const add = (from: number, to: number): void => {
    const own = touching.get(from);
    if (own === undefined) touching.set(from, [to]);
    else if (!own.includes(to)) own.push(to);
  };
  for (let i = 0; i < looks.touching.length; i += 2) {
    const a = plantOf.get(labels[looks.touching[i]!]!)!;
    const b = plantOf.get(labels[looks.touching[i + 1]!]!)!;
    add(a, b);
    add(b, a);
  }
  return touching;
}

function standGroup(
  plants: readonly (Group & { readonly place: Point })[],
  aligned: PlacedLooks,
  { frame, radiusM }: { frame: GroundFrame; radiusM: number },
): Group {
  const mean = (of: (plant: Group & { readonly place: Point }) => number): number =>
    plants.reduce((sum, plant) => sum + of(plant), 0) / plants.length;
  const looks = plants.flatMap((plant) => plant.looks).sort((a, b) => a - b);
  const [x, y] = [mean((plant) => plant.x), mean((plant) => plant.y)];
  // Aligned photos show the stand's shape, but their shifts have moved it as a whole: back to where it was placed.
  const shift = { x: x - mean(({ place }) => place.x), y: y - mean(({ place }) => place.y) };
  const points = looks.map((i) => ({ x: aligned.x[i]! + shift.x, y: aligned.y[i]! + shift.y }));
  return {
    looks,
    x,
    y,
    // The plants share their photos' errors: the middle of the stand is no better placed than a plant.
    variance: mean(({ variance }) => variance),
    stand: standOf(points, { frame, radiusM, plants: plants.length }),
  };
}

function numbered(groups: readonly Group[], flight: MergedFlight, options: MergeOptions): Sighting[] {
  const seenFrom = photosThatSee(options.footprints ?? [], flight.frame);
  const sightings = groups.map((group) => sightingOf(group, { flight, options, seenFrom }));
  sightings.sort((a, b) => b.confidence - a.confidence || (a.sightingId < b.sightingId ? -1 : 1));
  return sightings.map((sighting, i) => ({ ...sighting, number: i + 1 }));
}

interface SightingContext {
  readonly flight: MergedFlight;
  readonly options: MergeOptions;
  readonly seenFrom: (place: Point) => string[];
}

function sightingOf(group: Group, { flight, options, seenFrom }: SightingContext): Sighting {
  const members = membersOf(group.looks, flight);
  const bestView = members[0]!;
  const photoIds = new Set(members.map(({ photoId }) => photoId));
  const seenIn = photoIds.size;
  for (const photoId of seenFrom(group)) photoIds.add(photoId);
  const sigmaM = Math.sqrt(group.variance);
  const couldSee = photoIds.size;
  const confidence = pooledConfidence({ members, couldSee, threshold: options.threshold });
  return {
    sightingId: sightingIdOf(
      options.flightId,
      members.map(({ detectionId }) => detectionId),
    ),
    number: 0,
    ...placeOf(flight.frame, group.x, group.y),
    uncertaintyM: sigmas68 * sigmaM,
    uncertainty95M: sigmas95 * sigmaM,
    confidence,
    band: bandOf(confidence, options.threshold) ?? 'possible',
    members,
    seenIn,
    couldSee,
    bestView,
    ...(group.stand === undefined ? {} : { stand: group.stand }),
  };
}

function membersOf(looks: readonly number[], { detections, looks: all }: MergedFlight): Detection[] {
  const members: Detection[] = [];
  for (const look of looks) {
    for (let i = all.memberStarts[look]!; i < all.memberStarts[look + 1]!; i++)
      members.push(detections[all.memberIndexes[i]!]!);
  }
  return members.sort((a, b) => b.confidence - a.confidence || byPhotoAndTile(a, b));
}
