import { beforeAll, describe, expect, it } from 'vitest';
import { openTestApi, type TestApi } from './api-flight.ts';

let api: TestApi;
let keys = 0;
beforeAll(async () => {
  api = await openTestApi();
});

async function madeExport(input: object): Promise<{ sightings: number; leftOut: number }> {
  const { data } = await api.ask(
    'mutation ($input: MakeExportInput!) { makeExport(input: $input) { sightings leftOut } }',
    { input: { flightId: api.flightId, idempotencyKey: `export-test-${++keys}`, ...input } },
  );
  return data?.['makeExport'] as unknown as { sightings: number; leftOut: number };
}

describe('an export', () => {
  it('of an official format leaves guesses out and counts them, unless bands are named', async () => {
    const all = await madeExport({ format: 'CSV' });
    const possible = await madeExport({ format: 'CSV', filter: { bands: ['POSSIBLE'] } });
    expect(possible.sightings).toBeGreaterThan(0);
    expect(all.leftOut).toBe(0);
    for (const format of ['DWC', 'NOTICE']) {
      expect(await madeExport({ format })).toEqual({
        sightings: all.sightings - possible.sightings,
        leftOut: possible.sightings,
      });
      const asked = await madeExport({ format, filter: { bands: ['CERTAIN', 'PROBABLE', 'POSSIBLE'] } });
      expect(asked).toEqual({ sightings: all.sightings, leftOut: 0 });
    }
  });
});
