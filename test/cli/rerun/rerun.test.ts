import { describe, expect, it, vi } from 'vitest';
import { describeReruns, rerunFlights } from '#cli/rerun/rerun.ts';
import { flightsToRerun } from '#cli/rerun/which-flights.ts';
import { openLocalCloud } from '#platform/local/cloud.ts';
import { temporaryFolder } from '../../platform/temporary-folder.ts';
import { addRun, flightId } from '../loop-flight.ts';

vi.stubEnv('UMBEL_HOME', temporaryFolder());

const run = (sightings: number) => ({ runId: 'r', modelId: 'm', sightings });

describe('umbel rerun', () => {
  it('needs a model and flights', async () => {
    await expect(rerunFlights([flightId], { json: true })).rejects.toMatchObject({
      code: 'model.none-in-production',
    });
    await expect(
      rerunFlights([flightId], { json: true, model: 'nothing-0123456789ab' }),
    ).rejects.toMatchObject({
      code: 'model.not-found',
    });
  });

  it('takes the flights that are named, or all that another model looked at last', async () => {
    const cloud = await openLocalCloud();
    try {
      await addRun(cloud, { runId: 'one', day: '2026-07-01', sightings: [], confidences: [0, 0, 0, 0] });
      const { flights } = cloud.tables;
      const which = async (named: string[], outdated: boolean, modelId: string) =>
        (await flightsToRerun(flights, named, { outdated, modelId })).map((flight) => flight.flightId);
      expect(await which([flightId, flightId], false, 'm')).toEqual([flightId]);
      expect(await which([], true, 'another')).toEqual([flightId]);
      expect(await which([], true, 'model-of-one')).toEqual([]);
      const done = (await flights.getRun(flightId, 'one'))!;
      for (const status of ['running', 'failed'] as const) {
        await flights.putRun({ ...done, status });
        expect(await which([], true, 'model-of-one')).toEqual([flightId]);
      }
      await expect(which([], false, 'm')).rejects.toMatchObject({ code: 'rerun.no-flights' });
      await expect(which([flightId], true, 'm')).rejects.toMatchObject({ code: 'rerun.no-flights' });
      await expect(which(['heath'], false, 'm')).rejects.toMatchObject({ code: 'flight.not-found' });
    } finally {
      await cloud.close();
    }
  });

  it('tells people what to look at next', () => {
    const text = describeReruns({
      modelId: 'm',
      flights: [{ flightId, outcome: 'done', before: run(3), after: run(5) }],
    });
    expect(text).toContain('meadow  5 sightings, 3 before with m');
    expect(text).toContain('umbel compare meadow');
    expect(describeReruns({ modelId: 'm', flights: [] })).toContain('Every flight was run with it already.');
  });
});
