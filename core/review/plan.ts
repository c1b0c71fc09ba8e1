import Flatbush from 'flatbush';
import { eastM, groundFrameOf, northM } from '../sighting/ground-frame.ts';

/** A tile that the model is unsure of. */
export interface UncertainTile {
  readonly photoId: string;
  readonly tile: number;
  /** Absent: nobody knows which ground the tile shows, so no other tile can stand for it. */
  readonly place?: UncertainPlace;
}

/** What a plan may cost. */
export interface ReviewLimits {
  readonly readAnyway: ReadonlySet<string>;
  readonly mostPhotos: number;
}

/** Where the plant would stand that an uncertain tile shows. */
export interface UncertainPlace {
  readonly lat: number;
  readonly lon: number;
  /**
   * Radius that holds the place with 68 % probability, metres. Where the model does not say where in the tile the plant
   * stands: of the tile's centre.
   */
  readonly uncertaintyM: number;
  /** Longer side of the tile on the ground, metres. */
  readonly tileSizeM: number;
}

/**
 * The tiles to ask about, by photo, each list in tile order: one question per plant, from few photos.
 *
 * Overlapping photos show one plant in many tiles, and every photo that a tile is cut from is decoded again. So the
 * photo with the most tiles that no question answers yet is taken (the smaller id of two equal ones), all of these are
 * asked about, and each answers the tiles of other photos that lie within its reach (`reachM`); until every tile is
 * asked about or answered. Greedy, so not always the smallest plan, after the heuristic for set covers.
 * Source: Chvátal 1979, A greedy heuristic for the set-covering problem.
 *
 * Tiles of the same photo never answer each other: there two tiles are two places. The order of the input does not
 * matter.
 * @param limits.readAnyway ids of photos that are decoded again whatever comes out: they are taken before all others
 * @param limits.mostPhotos how many other photos may be taken; tiles that none of them answers are not asked about
 */
export function planReview(uncertain: readonly UncertainTile[], limits: ReviewLimits): Map<string, number[]> {
  const tiles = uncertain.toSorted(byPhotoAndTile);
  const photos = photosOf(tiles);
  const photoOf = new Int32Array(tiles.length);
  photos.forEach(({ first, end }, photo) => photoOf.fill(photo, first, end));
  const unanswered = new Uint8Array(tiles.length).fill(1);
  const counts = photos.map(({ first, end }) => end - first);
  const answeredBy = answersOf(tiles);
  const asked = new Map<string, number[]>();
  for (const photo of takingTurns(photos, counts, limits)) {
    const { photoId, first, end } = photos[photo]!;
    const own = Array.from({ length: end - first }, (_, i) => first + i).filter((i) => unanswered[i] === 1);
    counts[photo] = 0;
    unanswered.fill(0, first, end);
    for (const i of own) {
      for (const answered of answeredBy(i, (other) => unanswered[other] === 1)) {
        unanswered[answered] = 0;
        counts[photoOf[answered]!]!--;
      }
    }
    asked.set(
      photoId,
      own.map((i) => tiles[i]!.tile),
    );
  }
  return asked;
}

/**
 * How far from an asked tile another photo's tile may lie to show the same ground, metres: half a tile, because a plant
 * is seen by every tile that it stands in, and the combined uncertainty of the two places, but of that no more than one
 * tile, or photos with a poor position would answer for whole neighbourhoods. Of two tile sizes the smaller counts.
 */
export function reachM(a: UncertainPlace, b: UncertainPlace): number {
  const tileM = Math.min(a.tileSizeM, b.tileSizeM);
  return tileM / 2 + Math.min(Math.hypot(a.uncertaintyM, b.uncertaintyM), tileM);
}

/** The largest reach, as a share of the tile's size. */
const reachShare = 1.5;

function byPhotoAndTile(a: UncertainTile, b: UncertainTile): number {
  if (a.photoId !== b.photoId) return a.photoId < b.photoId ? -1 : 1;
  return a.tile - b.tile;
}

/** The range of each photo's tiles, in the order of photo ids. */
function photosOf(sorted: readonly UncertainTile[]): { photoId: string; first: number; end: number }[] {
  const photos: { photoId: string; first: number; end: number }[] = [];
  sorted.forEach(({ photoId }, i) => {
    const last = photos.at(-1);
    if (last?.photoId === photoId) last.end = i + 1;
    else photos.push({ photoId, first: i, end: i + 1 });
  });
  return photos;
}

function* takingTurns(
  photos: readonly { readonly photoId: string }[],
  counts: readonly number[],
  { readAnyway, mostPhotos }: ReviewLimits,
): Generator<number> {
  const free = photos.flatMap(({ photoId }, photo) => (readAnyway.has(photoId) ? [photo] : []));
  yield* mostFirst(free, counts);
  yield* mostFirst([...photos.keys()], counts).take(mostPhotos);
}

/**
 * The photos that still have a tile, always the one with the most next, of equal ones the first.
 * @param counts tiles of each photo; whoever takes a photo sets its count to 0 and may lower those of others
 */
function* mostFirst(photos: readonly number[], counts: readonly number[]): Generator<number> {
  // Counts only fall, so a photo moves down from bucket to bucket, and nothing enters the bucket that is being emptied.
  const buckets: number[][] = [];
  const file = (photo: number) => (buckets[counts[photo]!] ??= []).push(photo);
  photos.forEach(file);
  while (buckets.length > 1) {
    const count = buckets.length - 1;
    for (const photo of (buckets.pop() ?? []).sort((a, b) => a - b)) {
      if (counts[photo] === count) yield photo;
      else file(photo);
    }
  }
}

/** The tiles that pass a test and that a question about tile i answers. */
function answersOf(
  tiles: readonly UncertainTile[],
): (i: number, test: (other: number) => boolean) => number[] {
  const placed = tiles.flatMap(({ place }, i) => (place === undefined ? [] : [{ i, place }]));
  if (placed.length === 0) return () => [];
  const frame = groundFrameOf(placed.map(({ place }) => place));
  const x = new Float64Array(tiles.length);
  const y = new Float64Array(tiles.length);
  const index = new Flatbush(placed.length);
  for (const { i, place } of placed) {
    x[i] = eastM(frame, place.lon);
    y[i] = northM(frame, place.lat);
    index.add(x[i], y[i]);
  }
  index.finish();
  return (i, test) => {
    const { place } = tiles[i]!;
    if (place === undefined) return [];
    const mostM = reachShare * place.tileSizeM;
    const isNear = (found: number): boolean => {
      const other = placed[found]!;
      return (
        test(other.i) && Math.hypot(x[other.i]! - x[i]!, y[other.i]! - y[i]!) <= reachM(place, other.place)
      );
    };
    return index
      .search(x[i]! - mostM, y[i]! - mostM, x[i]! + mostM, y[i]! + mostM, isNear)
      .map((found) => placed[found]!.i);
  };
}
