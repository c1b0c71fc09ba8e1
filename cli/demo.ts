import { progressLine } from './progress.ts';
import { describeRun } from './run/command.ts';
import { runFlight } from './run/run-flight.ts';
import { parseSimulateOptions } from './simulate/options.ts';
import { simulateFlight } from './simulate/simulate.ts';

/** Where the demo puts its flight and its results, below the working folder. */
const flightDir = 'demo/flight';
const resultsDir = 'demo/results';
const photos = 24;
const seed = 2026;

/** The main job from nothing: a simulated flight, its run, the summary. Ends by itself. */
export async function demo(): Promise<void> {
  process.stdout.write(`Simulating a drone flight: ${photos} photos of 20 megapixels, seed ${seed} ...\n`);
  const line = progressLine();
  line.stage('Rendering photos', photos);
  await simulateFlight(parseSimulateOptions({ dir: flightDir, photos, seed }), () => line.add(1));
  line.end();
  process.stdout.write(`Looking for giant hogweed in them ...\n`);
  const result = await runFlight({ dir: flightDir, out: resultsDir });
  process.stdout.write(`\n${describeRun(result)}\nOpen the report in a browser: ${result.out['report']}\n`);
}
