/**
 * Merges a million detections, and compares the same ones by a plain loop: degrees to metres, a grid, the distance of
 * every pair within reach, weighted means; once, where merging does it several times over. Prints JSON.
 */
import { benchMerge, bigSurvey, spacingsM, type MergeBench } from '../core/sighting/merge-bench.ts';
import type { Detection } from '#core/sighting/detection.ts';

export interface MillionMerge {
  readonly merge: MergeBench;
  readonly plainMs: number;
}

/** The survey makes a tenth fewer than it is asked for. */
const wanted = 1_120_000;
/** Reach, and side of a cell. */
const cellM = 3;
/** Photos at the edge lie outside of the survey's corner. */
const margin = 50;
const latM = 111_320;
const lonM = latM * Math.cos((55 * Math.PI) / 180);

/** The mean of each detection and those within reach of it, by a grid and nothing else; returns how many pairs that took. */
function mergePlainly(detections: readonly Detection[]): number {
  const count = detections.length;
  const eastM = Float64Array.from(detections, ({ lon }) => (lon - 12) * lonM);
  const northM = Float64Array.from(detections, ({ lat }) => (lat - 55) * latM);
  const weights = Float64Array.from(detections, ({ uncertaintyM }) => 1 / (uncertaintyM * uncertaintyM));
  const cols = Math.ceil((Math.max(...ends(eastM)) + margin) / cellM);
  const cellOf = (i: number) =>
    Math.floor((northM[i]! + margin) / cellM) * cols + Math.floor((eastM[i]! + margin) / cellM);
  const cells = Int32Array.from({ length: count }, (_, i) => cellOf(i));
  const order = Int32Array.from({ length: count }, (_, i) => i).sort((a, b) => cells[a]! - cells[b]!);
  const starts = new Int32Array(Math.max(...ends(cells)) + cols + 3);
  for (const cell of cells) starts[cell + 1]!++;
  for (let cell = 1; cell < starts.length; cell++) starts[cell]! += starts[cell - 1]!;
  let [pairs, sum] = [0, 0];
  for (let i = 0; i < count; i++) {
    let [weight, east, north] = [0, 0, 0];
    for (let row = -1; row <= 1; row++) {
      const first = cells[i]! + row * cols - 1;
      for (let k = starts[Math.max(0, first)]!; k < starts[Math.max(0, first + 3)]!; k++) {
        const other = order[k]!;
        const [dx, dy] = [eastM[other]! - eastM[i]!, northM[other]! - northM[i]!];
        pairs++;
        if (dx * dx + dy * dy > cellM * cellM) continue;
        weight += weights[other]!;
        east += (weights[other]! * dx) / weight;
        north += (weights[other]! * dy) / weight;
      }
    }
    sum += east + north;
  }
  return Number.isFinite(sum) ? pairs : 0;
}

function ends(values: ArrayLike<number>): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]!);
    most = Math.max(most, values[i]!);
  }
  return [least, most];
}

function plainTime(): number {
  const { detections } = bigSurvey(wanted, spacingsM.scattered);
  let best = Infinity;
  for (let turn = 0; turn < 3; turn++) {
    const start = performance.now();
    if (mergePlainly(detections) < wanted) throw new Error('no pairs');
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

const result: MillionMerge = { merge: benchMerge(wanted, 'scattered'), plainMs: plainTime() };
console.log(JSON.stringify(result));
