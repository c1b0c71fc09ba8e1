import type { Pair } from './neighbours.ts';

/**
 * For each photo its rank in an order in which neighbours are never far apart, as a walk across the flight: what ties
 * them then lies near a matrix's diagonal. Source: Cuthill and McKee 1969, Reducing the Bandwidth of Sparse Symmetric
 * Matrices; started at a photo on the rim, as George and Liu 1979 find it.
 */
export function photoOrder(count: number, pairs: readonly Pair[]): Int32Array {
  const neighbours: number[][] = Array.from({ length: count }, () => []);
  for (const { a, b } of pairs) {
    neighbours[a]!.push(b);
    neighbours[b]!.push(a);
  }
  const ranks = new Int32Array(count).fill(-1);
  let next = 0;
  for (let photo = 0; photo < count; photo++) {
    if (ranks[photo] !== -1) continue;
    for (const found of walkFrom(rimOf(photo, neighbours), neighbours)) ranks[found] = next++;
  }
  return ranks;
}

/** A photo far from the others: the last one of a walk from the last one of a walk. */
function rimOf(photo: number, neighbours: readonly (readonly number[])[]): number {
  const far = walkFrom(photo, neighbours).at(-1) ?? photo;
  return walkFrom(far, neighbours).at(-1) ?? far;
}

/** All photos that can be reached, nearest first; of equally near ones those with few neighbours. */
function walkFrom(start: number, neighbours: readonly (readonly number[])[]): number[] {
  const walk = [start];
  const seen = new Set(walk);
  for (let i = 0; i < walk.length; i++) {
    const next = neighbours[walk[i]!]!.filter((photo) => !seen.has(photo));
    next.sort((a, b) => neighbours[a]!.length - neighbours[b]!.length || a - b);
    for (const photo of next) {
      if (seen.has(photo)) continue;
      seen.add(photo);
      walk.push(photo);
    }
  }
  return walk;
}
