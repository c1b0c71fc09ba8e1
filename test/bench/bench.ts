/**
 * `npm run bench [-- NAME ... --json --tiny]`: every stage against its floor, measured in the same run; exit code 1 when a
 * bound is missed. Needs Linux (/proc) and an otherwise idle machine. With `--json` the rows come as one object. With
 * `--tiny` calibrate and load fly a few dozen tiny photos: that the code runs, nothing else; bounds are not judged.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { benchApi } from './api-bench.ts';
import { benchCalibration } from './calibrate-bench.ts';
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

const json = process.argv.includes('--json');
const tiny = process.argv.includes('--tiny');
const wanted = process.argv.slice(2).filter((argument) => !['--json', '--tiny'].includes(argument));
const unknown = wanted.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}. Choose of ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 2;
}
const measured: BenchRow[] = [];
const dir = mkdtempSync(path.join(tmpdir(), 'umbel-bench-'));
try {
  for (const [name, run] of Object.entries(unknown.length > 0 ? {} : benches)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const row of await run(dir, tiny)) {
      measured.push(row);
      if (!json) console.log(describeRow(row, tiny));
      if (!tiny && !holds(row)) process.exitCode = 1;
    }
  }
  if (json && unknown.length === 0) console.log(JSON.stringify(asObject(measured)));
} finally {
  rmSync(dir, { recursive: true, force: true });
}

/** The rows with the machine that they were measured on. */
function asObject(rows: readonly BenchRow[]) {
  const machine = `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores`;
  return { schema: 'umbel.bench/1', measuredAt: new Date().toISOString(), machine, rows };
}
