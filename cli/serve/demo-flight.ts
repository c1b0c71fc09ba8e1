import path from 'node:path';
import { requireEnvironment } from '#platform/environment.ts';
import type { LocalCloud } from '#platform/local/cloud.ts';
import { bringIn } from '../run/bring-in.ts';
import { scanFolder } from '../run/scan-folder.ts';
import { startRun } from '../run/start-run.ts';
import { planFlight } from '../simulate/flight-plan.ts';
import { flightIdOf, parseSimulateOptions, recipeOf, type SimulateOptions } from '../simulate/options.ts';
import { simulateFlight } from '../simulate/simulate.ts';

/** The same flight as that of `npm run demo`. */
const photos = 24;
const seed = 2026;

/** Whether a home holds no flight, or a demo flight that was begun and not finished. */
export async function needsDemoFlight(cloud: LocalCloud): Promise<boolean> {
  const { flightId } = demoFlight(cloud);
  let others = 0;
  for await (const listed of cloud.tables.flights.listFlights()) {
    if (listed.flightId === flightId) return listed.latestRunId === '';
    others++;
  }
  return others === 0;
}

/**
 * Simulates the demo flight and runs it. It stands in the list of flights from the first moment, so that whoever opens
 * the console sees what is being made.
 */
export async function makeDemoFlight(cloud: LocalCloud, say: (line: string) => void): Promise<void> {
  const { options, flightId } = demoFlight(cloud);
  say(
    `No flight is here yet: a demo flight of ${photos} photos is being simulated, which takes about a minute.`,
  );
  await cloud.tables.flights.putFlight({
    flightId,
    manifest: {
      schema: 'umbel.flight/1',
      flightId,
      title: 'Demo flight',
      notes: 'A simulated flight, to try things out. Its photos are being made.',
      simulated: true,
    },
    photos,
    latestRunId: '',
    startedAt: new Date().toISOString(),
  });
  // One thread less than there are processors: the console is in use.
  await simulateFlight({ ...options, threads: 1 });
  const { manifest, folderDigest } = await bringIn({
    dir: options.dir,
    folder: await scanFolder(options.dir),
    objects: cloud.objects,
    bucket: requireEnvironment('uploadsBucket'),
    onRead: () => undefined,
  });
  const { runId } = await startRun(cloud, {
    flightId: manifest.flightId,
    request: { folderDigest },
    again: false,
  });
  const outcome = await cloud.finish(runId);
  say(
    outcome.status === 'SUCCEEDED'
      ? 'The demo flight is done.'
      : `The demo flight failed: ${outcome.cause ?? ''}`,
  );
}

function demoFlight(cloud: Pick<LocalCloud, 'home'>): { options: SimulateOptions; flightId: string } {
  const options = parseSimulateOptions({ dir: path.join(cloud.home.dir, 'demo-flight'), photos, seed });
  return { options, flightId: flightIdOf(planFlight(recipeOf(options)).recipe) };
}
