/**
 * Renders the flights that the tests of drift judge, one JSON line each: `node test/bench/drift/write-flights.ts
 * [FIRST END]`. Flights that are there are not done again; one takes 10 to 30 s of a core. To be done again when the simulator or the demo model changes.
 */
import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openModels } from './open-models.ts';
import { type Flown, renderFlight } from './render-flight.ts';
import { changedFlights, flightsFile, lineOf, orderOf, readFlights } from './flights-file.ts';

const [first = 0, end = 100] = process.argv.slice(2).map(Number);
const dir = mkdtempSync(path.join(tmpdir(), 'umbel-drift-'));
try {
  for (let number = first; number < end; number++) {
    const order = orderOf(number);
    if (isThere(order.seed)) continue;
    const changed: readonly Flown[] =
      number < changedFlights ? ['near-infrared', 'hard contrast', 'autumn', 'shuffled'] : [];
    const flown = ['unchanged', ...changed] as const;
    const models = await openModels(number);
    const flights = await renderFlight(path.join(dir, 'flight'), { ...order, flown }, models);
    appendFileSync(flightsFile, lineOf(order, flights));
    process.stderr.write(`\rflight ${number} of ${first} to ${end} `);
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}

function isThere(seed: number): boolean {
  return existsSync(flightsFile) && readFlights().some((flight) => flight.seed === seed);
}
