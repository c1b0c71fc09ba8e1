import Flatbush from 'flatbush';
import { localVariances, sharedVariances } from './align.ts';
import type { PlacedLooks } from './associate.ts';
import { weightedMeans, type PlantMeans } from './error-share.ts';
import type { Looks } from './looks.ts';

/** Standard deviations within which a plant can be the one that a look shows. */
const reachSigmas = 3.5;
/** Fewest looks that must agree before a photo is moved as a whole. */
const leastVotes = 3;
/** Logarithm of how much better an agreeing look explains itself than one that agrees with nothing. */
const voteGain = 2.3;
/** Vectors weighed for one photo; more add nothing, and time grows with their square. */
const mostVectors = 240;

/**
 * The looks with each photo moved as a whole by the vector that most of its looks agree on: from where they are to
 * where the other photos see plants. Finds photos that lie several metres off, which joining the nearest pairs gets
 * wrong, because there each look is nearest to its neighbour's plant or to none.
 * @param labels a first guess at the plant of each look
 */
export function registerPhotos(looks: Looks, labels: Int32Array): PlacedLooks {
  const shared = sharedVariances(looks);
  const local = localVariances(looks, shared);
  const search = plantSearch(looks, labels);
  const x = looks.x.slice();
  const y = looks.y.slice();
  const variance = looks.variance.slice();
  let start = 0;
  for (let photo = 0; photo < looks.photoCount; photo++) {
    let end = start;
    while (end < looks.count && looks.photo[end] === photo) end++;
    const vectors = vectorsOf(looks, { start, end, search });
    const sigma2 = shared[photo]!;
    const shift = electShift(vectors, sigma2, toleranceM(local, start, end));
    for (let i = start; i < end; i++) {
      if (shift === undefined) break;
      const noise = (2 * local[i]!) / shift.votes;
      x[i]! += shift.x;
      y[i]! += shift.y;
      variance[i] = Math.min(looks.variance[i]!, local[i]! + (sigma2 * noise) / (sigma2 + noise));
    }
    start = end;
  }
  return { count: looks.count, photo: looks.photo, x, y, variance };
}

/** Two looks that move together differ by their own noise and that of the plants' means. */
function toleranceM(local: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let i = start; i < end; i++) sum += local[i]!;
  return 2 * Math.sqrt((2 * sum) / Math.max(1, end - start));
}

/** From a look to where other photos see a plant. */
interface Vector {
  readonly look: number;
  readonly x: number;
  readonly y: number;
}

interface PlantSearch {
  readonly labels: Int32Array;
  readonly means: PlantMeans;
  /** Labels of the plants within a radius. */
  readonly near: (x: number, y: number, radiusM: number) => number[];
}

function plantSearch(looks: Looks, labels: Int32Array): PlantSearch {
  const means = weightedMeans(looks, labels);
  const plants = [...new Set(labels)];
  const index = new Flatbush(Math.max(1, plants.length));
  if (plants.length === 0) index.add(0, 0);
  for (const plant of plants) index.add(means.x[plant]!, means.y[plant]!);
  index.finish();
  const near = (x: number, y: number, radiusM: number): number[] =>
    index.neighbors(x, y, 8, radiusM).map((i) => plants[i]!);
  return { labels, means, near };
}

function vectorsOf(
  looks: Looks,
  { start, end, search }: { start: number; end: number; search: PlantSearch },
): Vector[] {
  const { labels, means, near } = search;
  const vectors: Vector[] = [];
  for (let look = start; look < end && vectors.length < mostVectors; look++) {
    const [lookX, lookY] = [looks.x[look]!, looks.y[look]!];
    for (const plant of near(lookX, lookY, reachSigmas * Math.sqrt(1.5 * looks.variance[look]!))) {
      const own = labels[look] === plant ? 1 / looks.variance[look]! : 0;
      const rest = means.weight[plant]! - own;
      // A plant that no other photo shows says nothing of this one.
      if (rest < 1e-9 * means.weight[plant]! || (own > 0 && means.views[plant] === 1)) continue;
      const x = (means.x[plant]! * means.weight[plant]! - own * lookX) / rest;
      const y = (means.y[plant]! * means.weight[plant]! - own * lookY) / rest;
      vectors.push({ look, x: x - lookX, y: y - lookY });
    }
  }
  return vectors;
}

interface Shift {
  readonly x: number;
  readonly y: number;
  readonly votes: number;
}

/** The vector with the most looks behind it, short ones preferred as the photo's own error makes them likely. */
function electShift(vectors: readonly Vector[], sigma2: number, tolerance: number): Shift | undefined {
  let best: Shift | undefined;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (const candidate of vectors) {
    const shift = supportOf(candidate, vectors, tolerance);
    const score = voteGain * shift.votes - (shift.x ** 2 + shift.y ** 2) / (2 * sigma2);
    if (score <= bestScore) continue;
    best = shift;
    bestScore = score;
  }
  return best !== undefined && best.votes >= leastVotes ? best : undefined;
}

/** The mean of the vectors near the candidate, at most one (the nearest) of each look. Vectors of a look are neighbours in the list. */
function supportOf(candidate: Vector, vectors: readonly Vector[], tolerance: number): Shift {
  let [x, y, votes] = [0, 0, 0];
  for (let i = 0; i < vectors.length;) {
    const { look } = vectors[i]!;
    let nearest: Vector | undefined;
    let nearest2 = tolerance * tolerance;
    for (; i < vectors.length && vectors[i]!.look === look; i++) {
      const vector = vectors[i]!;
      const distance2 = (vector.x - candidate.x) ** 2 + (vector.y - candidate.y) ** 2;
      if (distance2 <= nearest2) [nearest, nearest2] = [vector, distance2];
    }
    if (nearest === undefined) continue;
    votes++;
    x += (nearest.x - x) / votes;
    y += (nearest.y - y) / votes;
  }
  return { x, y, votes };
}
