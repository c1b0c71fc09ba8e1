import Flatbush from 'flatbush';

/** Looks as the association sees them: points with variances, each from one photo. */
export interface PlacedLooks {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Variance along one axis, square metres. */
  readonly variance: Float64Array;
  readonly photo: Int32Array;
}

/** Distance in combined standard deviations within which two looks can be the same plant. */
export interface Gate {
  readonly sigmas: number;
}

/** Partners remembered for each look: more than a plant's usual number of views, few enough for a million looks. */
const maxPartners = 16;

/**
 * The plant of each look: `labels[i]` is the smallest look of its plant. Looks join from the closest pair outwards
 * (in combined standard deviations), never two of one photo, and only while the means of both sides agree.
 * O(n log n): a packed Hilbert R-tree finds at most `maxPartners` partners a look, their pairs are sorted once.
 */
export function associate(looks: PlacedLooks, gate: Gate): Int32Array {
  const pairs = closePairs(looks, gate);
  const groups = new Groups(looks);
  for (const rank of pairs.ranks) {
    const pair = rank % pairStride;
    groups.joinIfSame(pairs.first[pair]!, pairs.second[pair]!, gate.sigmas ** 2);
  }
  return groups.labels();
}

interface Pairs {
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Pairs, closest first: quantised distance * pairStride + pair. */
  readonly ranks: Float64Array;
}

const pairStride = 2 ** 32;
const distanceSteps = 2 ** 20 - 1;

function closePairs({ count, x, y, variance, photo }: PlacedLooks, gate: Gate): Pairs {
  const gate2 = gate.sigmas ** 2;
  const first = new Int32Array(count * maxPartners);
  const second = new Int32Array(count * maxPartners);
  const ranks = new Float64Array(count * maxPartners);
  let size = 0;
  if (count > 0) {
    const index = new Flatbush(count);
    for (let i = 0; i < count; i++) index.add(x[i]!, y[i]!);
    index.finish();
    for (let i = 0; i < count; i++) {
      // Each pair is found from its less certain side, whose own variance bounds the search.
      const isPartner = (j: number): boolean =>
        (variance[j]! < variance[i]! || (variance[j] === variance[i] && j > i)) && photo[j] !== photo[i];
      const reachM = gate.sigmas * Math.sqrt(2 * variance[i]!);
      for (const j of index.neighbors(x[i]!, y[i]!, maxPartners, reachM, isPartner)) {
        const distance2 = ((x[i]! - x[j]!) ** 2 + (y[i]! - y[j]!) ** 2) / (variance[i]! + variance[j]!);
        if (distance2 > gate2) continue;
        first[size] = i;
        second[size] = j;
        ranks[size] = Math.floor((distance2 / gate2) * distanceSteps) * pairStride + size;
        size++;
      }
    }
  }
  return { first, second, ranks: ranks.subarray(0, size).sort() };
}

/** Looks that belong together so far: a union-find forest with the mean of each tree. */
class Groups {
  readonly #parent: Int32Array;
  readonly #weight: Float64Array;
  readonly #meanX: Float64Array;
  readonly #meanY: Float64Array;
  /** Mean variance of one look, not of the mean: errors of neighbouring photos are alike, a mean may be off by as much. */
  readonly #lookVariance: Float64Array;
  readonly #size: Int32Array;
  /** Photos of each group with more than one look, ascending. */
  readonly #photos = new Map<number, number[]>();
  readonly #photo: Int32Array;

  constructor({ count, x, y, variance, photo }: PlacedLooks) {
    this.#parent = Int32Array.from({ length: count }, (_, i) => i);
    this.#weight = variance.map((value) => 1 / value);
    this.#meanX = x.slice();
    this.#meanY = y.slice();
    this.#lookVariance = variance.slice();
    this.#size = new Int32Array(count).fill(1);
    this.#photo = photo;
  }

  joinIfSame(a: number, b: number, gate2: number): void {
    const left = Math.min(this.#rootOf(a), this.#rootOf(b));
    const right = Math.max(this.#rootOf(a), this.#rootOf(b));
    if (left === right) return;
    const distance2 =
      (this.#meanX[left]! - this.#meanX[right]!) ** 2 + (this.#meanY[left]! - this.#meanY[right]!) ** 2;
    if (distance2 > gate2 * (this.#lookVariance[left]! + this.#lookVariance[right]!)) return;
    const photos = mergeDisjoint(this.#photosOf(left), this.#photosOf(right));
    if (photos === undefined) return;
    this.#join(left, right);
    this.#photos.delete(right);
    this.#photos.set(left, photos);
  }

  /** The smallest look of each look's group. */
  labels(): Int32Array {
    return this.#parent.map((_, i) => this.#rootOf(i));
  }

  #join(left: number, right: number): void {
    const weight = this.#weight[left]! + this.#weight[right]!;
    const share = this.#weight[right]! / weight;
    const size = this.#size[left]! + this.#size[right]!;
    const sizeShare = this.#size[right]! / size;
    this.#meanX[left]! += share * (this.#meanX[right]! - this.#meanX[left]!);
    this.#meanY[left]! += share * (this.#meanY[right]! - this.#meanY[left]!);
    this.#lookVariance[left]! += sizeShare * (this.#lookVariance[right]! - this.#lookVariance[left]!);
    this.#weight[left] = weight;
    this.#size[left] = size;
    this.#parent[right] = left;
  }

  #photosOf(root: number): readonly number[] {
    return this.#photos.get(root) ?? [this.#photo[root]!];
  }

  #rootOf(look: number): number {
    let root = look;
    while (this.#parent[root] !== root) {
      // Halving the path keeps later walks short.
      this.#parent[root] = this.#parent[this.#parent[root]!]!;
      root = this.#parent[root]!;
    }
    return root;
  }
}

/** Both ascending lists as one; undefined when they share a value. */
function mergeDisjoint(a: readonly number[], b: readonly number[]): number[] | undefined {
  const merged: number[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) return undefined;
    merged.push(a[i]! < b[j]! ? a[i++]! : b[j++]!);
  }
  while (i < a.length) merged.push(a[i++]!);
  while (j < b.length) merged.push(b[j++]!);
  return merged;
}
