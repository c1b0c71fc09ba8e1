import { degreeLengths } from '../geo/ellipsoid.ts';
import { hashUnit } from './policy.ts';

/** A tile that could be labelled. */
export interface Candidate {
  /** `<photo id>-<tile>`; with its flight before it where there are several. */
  readonly tileId: string;
  /** What the model says, 0..1. */
  readonly confidence: number;
  /** Where it lies on the ground; absent: unknown. */
  readonly lat?: number;
  readonly lon?: number;
  /** Figures that tiles differ by, in whatever units, as many for each tile: `tileLook`, or properties of the photo. */
  readonly look?: readonly number[];
}

/** How unsure the model is, 0 to 1: the entropy of its answer in bits. Source: Shannon 1948. */
export function uncertaintyOf(confidence: number): number {
  const p = Math.min(1 - 1e-9, Math.max(1e-9, confidence));
  return -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p));
}

/** Candidates that are looked at for each that is chosen: the unsurest. */
const poolTimes = 12;
/** Tiles nearer to each other than this, metres, are likely to show the same plant. */
const nearM = 5;
/** What a second view of the very same ground, and a tile of the very same look, is still worth. */
const leastApart = { ground: 0.1, look: 0.02 };

/** The candidates that a choice of `count` is made from: the unsurest; the seed decides between equals. */
export function unsurest<Tile extends Candidate>(
  candidates: readonly Tile[],
  count: number,
  seed: number,
): Tile[] {
  return candidates
    .map((tile) => ({
      tile,
      doubt: uncertaintyOf(tile.confidence),
      rank: hashUnit(`${seed}/${tile.tileId}`),
    }))
    .sort((a, b) => b.doubt - a.doubt || a.rank - b.rank || (a.tile.tileId < b.tile.tileId ? -1 : 1))
    .slice(0, count * poolTimes)
    .map(({ tile }) => tile);
}

/**
 * The tiles to label next, the one that teaches most first: unsure ones, each as different as can be from those chosen
 * before it. Uncertainty alone would ask about the same bush in twenty photos. Among the unsurest, the next is the one
 * with the largest product of uncertainty and distance to the nearest one chosen (farthest-first traversal: Gonzalez
 * 1985, Theoretical Computer Science 38:293); the distance is of look and of ground. Plants are rare, and so are looks
 * like theirs: the choice holds several times the share of plants that a random one does.
 * @param seed decides between equals; the order of the candidates does not
 */
export function chooseCandidates<Tile extends Candidate>(
  candidates: readonly Tile[],
  count: number,
  seed = 1,
): Tile[] {
  const tiles = unsurest(candidates, count, seed);
  const apart = distanceOver(tiles);
  const left = tiles.map((_, i) => ({ i, doubt: uncertaintyOf(tiles[i]!.confidence), distance: 1 }));
  const chosen: Tile[] = [];
  while (chosen.length < count && left.length > 0) {
    let best = 0;
    for (const [k, one] of left.entries())
      if (one.doubt * one.distance > left[best]!.doubt * left[best]!.distance) best = k;
    const [{ i }] = left.splice(best, 1) as [(typeof left)[number]];
    // The first distance to a chosen one replaces the 1 that all began with, which is no distance.
    for (const one of left)
      one.distance = chosen.length === 0 ? apart(one.i, i) : Math.min(one.distance, apart(one.i, i));
    chosen.push(tiles[i]!);
  }
  return chosen;
}

/** As many tiles drawn at random, the same for the same seed: the fair sample that models are measured on. */
export function drawCandidates<Tile extends Candidate>(
  candidates: readonly Tile[],
  count: number,
  seed: number,
): Tile[] {
  return candidates
    .map((tile) => ({ tile, rank: hashUnit(`drawn/${seed}/${tile.tileId}`) }))
    .sort((a, b) => a.rank - b.rank || (a.tile.tileId < b.tile.tileId ? -1 : 1))
    .slice(0, count)
    .map(({ tile }) => tile);
}

/** Squared distance of looks, 1 between two tiles drawn at random, times how far apart they lie. */
function distanceOver(tiles: readonly Candidate[]): (a: number, b: number) => number {
  const looks = standardised(tiles);
  return (a, b) => {
    const [one, other] = [looks[a], looks[b]];
    let look = 1;
    if (one !== undefined && other !== undefined && one.length > 0) {
      look = 0;
      for (let k = 0; k < one.length; k++) look += (one[k]! - other[k]!) ** 2;
      look /= 2 * one.length;
    }
    return (leastApart.look + look) * groundApart(tiles[a]!, tiles[b]!);
  };
}

/** Looks with mean 0 and standard deviation 1 in every figure, so that none outweighs the others by its unit. */
function standardised(tiles: readonly Candidate[]): (Float64Array | undefined)[] {
  const known = tiles.flatMap(({ look }) => (look === undefined ? [] : [look]));
  const figures = known[0]?.length ?? 0;
  const mean = new Float64Array(figures);
  const sigma = new Float64Array(figures);
  for (const look of known) for (let k = 0; k < figures; k++) mean[k]! += look[k]! / known.length;
  for (const look of known) for (let k = 0; k < figures; k++) sigma[k]! += (look[k]! - mean[k]!) ** 2;
  for (let k = 0; k < figures; k++) sigma[k] = Math.sqrt(sigma[k]! / known.length);
  return tiles.map(({ look }) =>
    look === undefined
      ? undefined
      : Float64Array.from(look, (value, k) => (sigma[k]! < 1e-9 ? 0 : (value - mean[k]!) / sigma[k]!)),
  );
}

function groundApart(a: Candidate, b: Candidate): number {
  if (a.lat === undefined || a.lon === undefined || b.lat === undefined || b.lon === undefined) return 1;
  const { latM, lonM } = degreeLengths(a.lat);
  const metres = Math.hypot((a.lat - b.lat) * latM, (a.lon - b.lon) * lonM);
  return leastApart.ground + (1 - leastApart.ground) * Math.min(1, metres / nearM);
}
