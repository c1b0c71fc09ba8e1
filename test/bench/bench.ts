/**
 * `npm run bench [-- NAME ...]`: every stage against its floor, measured in the same run; exit code 1 when a bound is
 * missed. Needs Linux (/proc) and an otherwise idle machine.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { benchFlights } from './flight-bench.ts';
import { benchGeo } from './geo-bench.ts';
import { type BenchRow, describeRow, holds } from './table.ts';

const benches: Readonly<Record<string, (dir: string) => Promise<BenchRow[]>>> = {
  flight: benchFlights,
  geo: benchGeo,
};

const wanted = process.argv.slice(2);
const dir = mkdtempSync(path.join(tmpdir(), 'umbel-bench-'));
try {
  for (const [name, run] of Object.entries(benches)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    for (const row of await run(dir)) {
      console.log(describeRow(row));
      if (!holds(row)) process.exitCode = 1;
    }
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
