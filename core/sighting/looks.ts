import Flatbush from 'flatbush';
import type { Detection } from './detection.ts';
import { sigmas68 } from './detection.ts';
import { eastM, northM, type GroundFrame } from './ground-frame.ts';

/**
 * Plants as single photos show them, one entry a plant and photo ("look"), as columns: a million fit easily.
 * `members` of look i are `memberIndexes[memberStarts[i] .. memberStarts[i + 1]]`, surest first.
 */
export interface Looks {
  readonly count: number;
  /** Metres in the flight's frame. */
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Variance of the position along one axis, square metres, without what all photos of the flight share. */
  readonly variance: Float64Array;
  /** Variance that all photos share, square metres; 0 where that is not known. */
  readonly common: Float64Array;
  /** Number of the photo, 0 .. photoCount - 1. */
  readonly photo: Int32Array;
  readonly photoCount: number;
  readonly tileSizeM: Float64Array;
  readonly memberStarts: Int32Array;
  readonly memberIndexes: Int32Array;
  /** Pairs of looks of one photo between which the plants leave no gap: 2i and 2i + 1 are a pair. */
  readonly touching: Int32Array;
}

/**
 * Reach of one plant within one photo, metres: detections closer than this show the same plant.
 * A plant on a tile's edge or in the overlap of tiles fires in neighbours, at most a tile's diagonal away; but a plant is
 * no wider than `plantWidthM`, so tiles of many metres that both fire are two plants, and tiles much smaller than a
 * plant all belong to it.
 */
export function plantReachM(tileSizeM: number, plantWidthM: number): number {
  return Math.min(plantWidthM, Math.max(plantWidthM / 2, 1.45 * tileSizeM));
}

interface Growing {
  readonly x: number[];
  readonly y: number[];
  readonly variance: number[];
  readonly common: number[];
  readonly photo: number[];
  readonly tileSizeM: number[];
  readonly memberStarts: number[];
  readonly memberIndexes: Int32Array;
  readonly touching: number[];
  filled: number;
}

/**
 * One look for each plant of each photo: from the surest detection down, each takes the detections within a plant's
 * reach that are still free (greedy non-maximum suppression, but nothing is thrown away).
 * @param detections sorted so that those of a photo are together
 */
export function findLooks(detections: readonly Detection[], frame: GroundFrame, plantWidthM: number): Looks {
  const growing: Growing = {
    x: [],
    y: [],
    variance: [],
    common: [],
    photo: [],
    tileSizeM: [],
    memberStarts: [0],
    memberIndexes: new Int32Array(detections.length),
    touching: [],
    filled: 0,
  };
  let photo = 0;
  for (let start = 0; start < detections.length; photo++) {
    const { photoId } = detections[start]!;
    let end = start + 1;
    while (end < detections.length && detections[end]!.photoId === photoId) end++;
    addPhoto(growing, { detections: detections.slice(start, end), start, photo, frame, plantWidthM });
    start = end;
  }
  return {
    count: growing.x.length,
    x: Float64Array.from(growing.x),
    y: Float64Array.from(growing.y),
    variance: Float64Array.from(growing.variance),
    common: Float64Array.from(growing.common),
    photo: Int32Array.from(growing.photo),
    photoCount: photo,
    tileSizeM: Float64Array.from(growing.tileSizeM),
    memberStarts: Int32Array.from(growing.memberStarts),
    memberIndexes: growing.memberIndexes,
    touching: Int32Array.from(growing.touching),
  };
}

interface PhotoDetections {
  readonly detections: readonly Detection[];
  /** Index of the first one among all detections. */
  readonly start: number;
  readonly photo: number;
  readonly frame: GroundFrame;
  readonly plantWidthM: number;
}

function addPhoto(growing: Growing, photo: PhotoDetections): void {
  const { detections, frame } = photo;
  const xs = detections.map(({ lon }) => eastM(frame, lon));
  const ys = detections.map(({ lat }) => northM(frame, lat));
  const near = neighbourSearch(xs, ys);
  const free = new Uint8Array(detections.length).fill(1);
  // Array.sort is stable, and the detections of a photo come in tile order: equal confidences keep that order.
  const surestFirst = detections
    .map((_, i) => i)
    .sort((a, b) => detections[b]!.confidence - detections[a]!.confidence);
  const lookOf = new Int32Array(detections.length);
  const firstLook = growing.x.length;
  for (const peak of surestFirst) {
    if (free[peak] === 0) continue;
    const members = plantAround(peak, { photo, xs, ys, near, free });
    for (const member of members) {
      free[member] = 0;
      lookOf[member] = growing.x.length;
    }
    addLook(growing, photo, { members, xs, ys });
  }
  if (growing.x.length > firstLook + 1) addTouching(growing, { photo, xs, ys, near, lookOf });
}

/** Points of two looks nearer than this share of a plant's reach: leaf against leaf. */
const touchShare = 0.55;
/** Neighbouring tiles are at most this many tiles apart, ... */
const neighbourTiles = 1.05;
/** ... and a look is full of plants when its tiles hold this many times the ground of one plant's reach. */
const fullShare = 1.2;

/**
 * Two signs that plants leave no gap: points inside the tiles that nearly meet, or, where the model points at no place
 * inside the tile, neighbouring tiles that all fire on more ground than single plants could cover.
 */
function addTouching(
  growing: Growing,
  { photo, xs, ys, near, lookOf }: Omit<PlantSearch, 'free'> & { readonly lookOf: Int32Array },
): void {
  const full = (look: number, reachM: number): boolean => {
    const members = growing.memberIndexes.subarray(
      growing.memberStarts[look],
      growing.memberStarts[look + 1],
    );
    let areaM2 = 0;
    for (const i of members) areaM2 += photo.detections[i - photo.start]!.areaM2;
    return areaM2 >= fullShare * Math.PI * reachM * reachM;
  };
  photo.detections.forEach(({ tileSizeM }, i) => {
    const reachM = plantReachM(tileSizeM, photo.plantWidthM);
    const tilesM = tileSizeM <= reachM ? neighbourTiles * tileSizeM : 0;
    for (const j of near(xs[i]!, ys[i]!, Math.max(touchShare * reachM, tilesM))) {
      const [a, b] = [lookOf[i]!, lookOf[j]!];
      if (j <= i || a === b) continue;
      const meet = Math.hypot(xs[i]! - xs[j]!, ys[i]! - ys[j]!) <= touchShare * reachM;
      if (meet || (full(a, reachM) && full(b, reachM))) growing.touching.push(a, b);
    }
  });
}

interface PlantSearch {
  readonly photo: PhotoDetections;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
  readonly near: (x: number, y: number, radiusM: number) => number[];
  readonly free: Uint8Array;
}

/** Often the surest tile is at the plant's edge: the reach is drawn anew around the middle of what was found. */
const recentrings = 2;

function plantAround(peak: number, { photo, xs, ys, near, free }: PlantSearch): number[] {
  const { detections, plantWidthM } = photo;
  const reachM = plantReachM(detections[peak]!.tileSizeM, plantWidthM);
  const members = new Set<number>();
  let centre = { x: xs[peak]!, y: ys[peak]! };
  for (let pass = 0; pass <= recentrings; pass++) {
    const before = members.size;
    for (const i of near(centre.x, centre.y, reachM)) if (free[i] === 1) members.add(i);
    if (members.size === before) break;
    centre = middleOf([...members], photo.detections, { xs, ys });
  }
  members.add(peak);
  return [...members].sort((a, b) => detections[b]!.confidence - detections[a]!.confidence || a - b);
}

function middleOf(
  members: readonly number[],
  detections: readonly Detection[],
  { xs, ys }: { readonly xs: readonly number[]; readonly ys: readonly number[] },
): { x: number; y: number } {
  let [weights, x, y] = [0, 0, 0];
  for (const i of members) {
    const weight = weightOf(detections[i]!);
    weights += weight;
    x += weight * xs[i]!;
    y += weight * ys[i]!;
  }
  return { x: x / weights, y: y / weights };
}

function weightOf({ confidence }: Detection): number {
  return Math.max(1e-6, confidence);
}

/** Finds the points within a radius of a place; a plain loop below a dozen points, an index above. */
function neighbourSearch(xs: readonly number[], ys: readonly number[]): PlantSearch['near'] {
  const within = (x: number, y: number, radiusM: number) => (i: number) =>
    (xs[i]! - x) ** 2 + (ys[i]! - y) ** 2 <= radiusM * radiusM;
  if (xs.length <= 12) {
    const all = xs.map((_, i) => i);
    return (x, y, radiusM) => all.filter(within(x, y, radiusM));
  }
  const index = new Flatbush(xs.length);
  for (let i = 0; i < xs.length; i++) index.add(xs[i]!, ys[i]!);
  index.finish();
  return (x, y, radiusM) =>
    index.search(x - radiusM, y - radiusM, x + radiusM, y + radiusM, within(x, y, radiusM));
}

function addLook(
  growing: Growing,
  photo: PhotoDetections,
  look: {
    readonly members: readonly number[];
    readonly xs: readonly number[];
    readonly ys: readonly number[];
  },
): void {
  const { x, y } = middleOf(look.members, photo.detections, look);
  let [weights, variance, common, tileSizeM] = [0, 0, 0, 0];
  for (const i of look.members) {
    const detection = photo.detections[i]!;
    const weight = weightOf(detection);
    weights += weight;
    // The members share the photo's pose, so averaging them does not average the pose's error away.
    variance += weight * (detection.uncertaintyM / sigmas68) ** 2;
    common += weight * ((detection.commonUncertaintyM ?? 0) / sigmas68) ** 2;
    tileSizeM = Math.max(tileSizeM, detection.tileSizeM);
    growing.memberIndexes[growing.filled++] = photo.start + i;
  }
  growing.x.push(x);
  growing.y.push(y);
  growing.variance.push(Math.max(1e-6, (variance - common) / weights));
  growing.common.push(common / weights);
  growing.photo.push(photo.photo);
  growing.tileSizeM.push(tileSizeM);
  growing.memberStarts.push(growing.filled);
}
