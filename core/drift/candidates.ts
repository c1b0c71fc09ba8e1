/** A tile that could be labelled. */
export interface Candidate {
  /** `<photo id>-<tile>` */
  readonly tileId: string;
  readonly photoId: string;
  readonly confidence: number;
  readonly lat?: number;
  readonly lon?: number;
  /** Properties of its photo that pictures differ by; whatever scale. */
  readonly brightness?: number;
  readonly sharpness?: number;
  readonly gsdM?: number;
}

/** How unsure the model is, 0 to 1: the entropy of its answer in bits. Source: Shannon 1948. */
export function uncertaintyOf(confidence: number): number {
  const p = Math.min(1 - 1e-9, Math.max(1e-9, confidence));
  return -(p * Math.log2(p) + (1 - p) * Math.log2(1 - p));
}

/** Candidates that are looked at for each that is chosen: the unsurest. */
const poolTimes = 12;
/** Metres over which ground counts as other ground. */
const farM = 200;

/**
 * The tiles to label next: unsure ones, each as different as can be from those chosen before it. Uncertainty alone would
 * ask about the same bush in twenty photos. Among the unsurest, the next is the one with the largest product of
 * uncertainty and distance to the nearest one chosen (farthest-first traversal: Gonzalez 1985, Theoretical Computer
 * Science 38:293); distance is over ground, light, sharpness and scale.
 */
export function chooseCandidates(candidates: readonly Candidate[], count: number): Candidate[] {
  const pool = candidates
    .map((candidate) => ({ candidate, uncertainty: uncertaintyOf(candidate.confidence), distance: 1 }))
    .sort((a, b) => b.uncertainty - a.uncertainty || (a.candidate.tileId < b.candidate.tileId ? -1 : 1))
    .slice(0, Math.max(count, count * poolTimes));
  const apart = distanceOver(pool.map(({ candidate }) => candidate));
  const chosen: Candidate[] = [];
  while (chosen.length < count && pool.length > 0) {
    let best = 0;
    for (const [i, one] of pool.entries())
      if (one.uncertainty * one.distance > pool[best]!.uncertainty * pool[best]!.distance) best = i;
    const [{ candidate }] = pool.splice(best, 1) as [(typeof pool)[number]];
    chosen.push(candidate);
    for (const one of pool) one.distance = Math.min(one.distance, apart(one.candidate, candidate));
  }
  return chosen;
}

const metresPerDegree = 111_320;

/** Distances 0..1 between candidates, each property over its range among them; a photo's own tiles lie close together. */
function distanceOver(candidates: readonly Candidate[]): (a: Candidate, b: Candidate) => number {
  const properties = ['brightness', 'sharpness', 'gsdM'] as const;
  const ranges = properties.map((property) => {
    const values = candidates.flatMap((candidate) => candidate[property] ?? []);
    return values.length < 2 ? 0 : Math.max(...values) - Math.min(...values);
  });
  return (a, b) => {
    const parts = properties.flatMap((property, i) => {
      const [x, y] = [a[property], b[property]];
      return x === undefined || y === undefined || ranges[i] === 0 ? [] : [Math.abs(x - y) / ranges[i]!];
    });
    const ground = groundDistance(a, b);
    const all = ground === undefined ? parts : [...parts, ground];
    const mean = all.length === 0 ? 0 : all.reduce((sum, part) => sum + part, 0) / all.length;
    // Equal in everything that is known: still another tile.
    return 0.02 + 0.98 * (a.photoId === b.photoId ? mean / 2 : mean);
  };
}

function groundDistance(a: Candidate, b: Candidate): number | undefined {
  if (a.lat === undefined || a.lon === undefined || b.lat === undefined || b.lon === undefined)
    return undefined;
  const north = (a.lat - b.lat) * metresPerDegree;
  const east = (a.lon - b.lon) * metresPerDegree * Math.cos((a.lat * Math.PI) / 180);
  return Math.min(1, Math.hypot(north, east) / farM);
}
