/**
 * `npm run bench [-- NAME ... --json --tiny]`: every stage against its floor, measured in the same run; exit code 1 when a
 * bound is missed. Needs Linux (/proc) and an otherwise idle machine. With `--json` the rows come as one object. With
 * `--tiny` calibrate and load fly a few dozen tiny photos: that the code runs, nothing else; bounds are not judged.
 * `--help` lists the names.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { benchApi } from './api-bench.ts';
import { benchCalibration } from './calibrate-bench.ts';
import { type Chosen, chosenBenches } from './chosen.ts';
import { benchConsole } from './console-bench.ts';
import { benchEngines } from './engine-bench.ts';
import { benchFlights } from './flight-bench.ts';
import { benchGeo } from './geo-bench.ts';
import { benchLake } from './lake-bench.ts';
import { benchLoad } from './load-bench.ts';
import { benchLoop } from './loop-bench.ts';
import { benchPositions } from './positions-bench.ts';
import { type BenchRow, describeRow, holds } from './table.ts';
import { benchTraining } from './train-bench.ts';

const benches: Readonly<Record<string, (dir: string, tiny: boolean) => Promise<BenchRow[]>>> = {
  api: benchApi,
  calibrate: benchCalibration,
  console: benchConsole,
  flight: benchFlights,
  geo: benchGeo,
  lake: benchLake,
  load: benchLoad,
  engines: benchEngines,
  loop: benchLoop,
  positions: benchPositions,
  train: benchTraining,
};

const chosen = chosenBenches(process.argv.slice(2), Object.keys(benches));
if (chosen.kind === 'run') await measure(chosen);
else if (chosen.kind === 'help') process.stdout.write(chosen.text);
else {
  process.stderr.write(chosen.text);
  process.exitCode = 2;
}

async function measure({ names, json, tiny }: Extract<Chosen, { kind: 'run' }>): Promise<void> {
  const measured: BenchRow[] = [];
  const dir = mkdtempSync(path.join(tmpdir(), 'umbel-bench-'));
  try {
    for (const name of names) {
      for (const row of await benches[name]!(dir, tiny)) {
        measured.push(row);
        if (!json) console.log(describeRow(row, tiny));
        if (!tiny && !holds(row)) process.exitCode = 1;
      }
    }
    if (json) console.log(JSON.stringify(asObject(measured)));
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** The rows with the machine that they were measured on. */
function asObject(rows: readonly BenchRow[]) {
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores`;
  return { schema: 'umbel.bench/1', measuredAt: new Date().toISOString(), machine, rows };
}
