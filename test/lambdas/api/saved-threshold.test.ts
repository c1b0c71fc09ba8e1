import { beforeAll, expect, it } from 'vitest';
import { openTestApi, type TestApi } from './api-flight.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});

interface Figures {
  readonly all: readonly { readonly sightings: number }[];
  readonly shown: readonly { readonly sightings: number }[];
  readonly sightings: { readonly total: number };
}

async function figures(): Promise<{ all: number; shown: number; listed: number }> {
  const asked = await api.ask(
    '{ all: confidenceFigures { sightings } shown: confidenceFigures(saved: true) { sightings } sightings { total } }',
  );
  const { all, shown, sightings } = asked.data as unknown as Figures;
  const sum = (bins: Figures['all']) => bins.reduce((total, bin) => total + bin.sightings, 0);
  return { all: sum(all), shown: sum(shown), listed: sightings.total };
}

it('what the saved thresholds keep is counted as the list of all flights holds it', async () => {
  const before = await figures();
  expect(before.all).toBeGreaterThan(0);
  expect(before).toEqual({ all: before.all, shown: before.all, listed: before.all });
  const saved = await api.ask(
    'mutation ($input: SaveThresholdInput!) { saveThreshold(input: $input) { threshold } }',
    {
      input: {
        flightId: api.flightId,
        threshold: 1,
        expectedVersion: 0,
        idempotencyKey: 'threshold-of-the-test',
      },
    },
    { role: 'operator' },
  );
  expect(saved.errors).toBeUndefined();
  const after = await figures();
  expect(after.all).toBe(before.all);
  expect(after.shown).toBe(after.listed);
  expect(after.shown).toBeLessThan(after.all);
});
