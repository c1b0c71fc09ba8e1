import path from 'node:path';
import { runLoop } from '../e2e/loop-run.ts';
import type { BenchRow } from './table.ts';

/** Loops, each over flights of its own, and photos of each flight. */
const whole = { loops: 3, photos: 12 };
const once = { loops: 1, photos: 6 };

/**
 * Whole loops, larger than the one of the tests: how much better two rounds of 200 labels make tiles and map of a flight
 * that nobody labelled. Not a matter of time, but a loop takes some five minutes of one core.
 * @param tiny one loop as large as that of the tests
 */
export async function benchLoop(dir: string, tiny: boolean): Promise<BenchRow[]> {
  const { loops, photos } = tiny ? once : whole;
  const rows: BenchRow[] = [];
  const startedAt = performance.now();
  for (let seed = 1; seed <= loops; seed++) {
    const onStep = (step: string) => {
      const tookS = ((performance.now() - startedAt) / 1000).toFixed(0);
      process.stderr.write(`loop ${seed} of ${loops}, ${tookS} s: ${step}\n`);
    };
    const size = { photos, rounds: 2, labelsPerRound: 200, epochs: 30, seed: seed + 10 };
    const { tiles, map } = await runLoop(path.join(dir, `loop-${seed}`), size, onStep);
    const { candidate, reference, difference, pValue } = tiles.metrics.auc;
    rows.push(
      {
        name: `loop ${seed}: gain in AUC`,
        value: difference,
        atLeast: 0.02,
        detail: `${reference.toFixed(3)} to ${candidate.toFixed(3)} on ${tiles.n} tiles, p ${pValue.toPrecision(2)}`,
      },
      { name: `loop ${seed}: p of the gain in AUC`, value: pValue, atMost: 0.05 },
      {
        name: `loop ${seed}: gain in F1 of sightings`,
        value: map.f1.difference,
        atLeast: 0.02,
        detail: `${map.before.f1.toFixed(3)} to ${map.after.f1.toFixed(3)} on ${map.plants} plants`,
      },
      { name: `loop ${seed}: p of the gain in F1`, value: map.f1.pValue, atMost: 0.05 },
    );
  }
  return rows;
}
