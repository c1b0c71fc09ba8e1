import type { LocalCloud } from '#platform/local/cloud.ts';

/** Goes on with the runs that an end of the program cut off: the console would show them as running for ever. */
export async function resumeRuns(cloud: LocalCloud, say: (line: string) => void): Promise<void> {
  for await (const { flightId, latestRunId } of cloud.tables.flights.listFlights()) {
    const record = latestRunId === '' ? undefined : await cloud.tables.flights.getRun(flightId, latestRunId);
    if (record?.status !== 'running' || cloud.isDone(latestRunId)) continue;
    say(`Going on with flight ${flightId}.`);
    await cloud.finish(latestRunId).catch((error: unknown) => say(`Flight ${flightId}: ${String(error)}`));
  }
}
