import type { Context } from 'aws-lambda';
import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import type { RunSummary } from '#core/flight/summary.ts';
import { announce } from '#lambdas/summarise-flight/announce.ts';
import type { Platform } from '#platform/platform.ts';
import { type LocalPlatform, openTestPlatform } from '../local-platform.ts';

let cloud: LocalPlatform;
beforeAll(async () => {
  cloud = await openTestPlatform();
});

const summary = (runId: string): RunSummary =>
  ({ runId, flightId: 'meadow', sightings: 3, bands: {}, photos: {} }) as RunSummary;
const context = (leftMs: number): Context =>
  ({ getRemainingTimeInMillis: () => leftMs, functionName: 'umbel-summarise-flight' }) as Context;

/** How often it was said that a run is summarised. */
function said(runId: string): number {
  return cloud.events().filter(({ detail }) => (detail as { runId?: string }).runId === runId).length;
}

it('tells of a run once, however often it is summarised', async () => {
  for (let n = 0; n < 3; n++)
    await announce(cloud.platform, { summary: summary('once'), context: context(900_000) });
  expect(said('once')).toBe(1);
});

it('waits for a try that never came back, then tells of the run', async () => {
  const published = Promise.withResolvers<void>();
  const dead: Platform = {
    ...cloud.platform,
    events: {
      publish() {
        published.resolve();
        return new Promise(() => undefined);
      },
    },
  };
  const leftMs = 4_000;
  void announce(dead, { summary: summary('died'), context: context(leftMs) });
  await published.promise;
  const again = () => announce(cloud.platform, { summary: summary('died'), context: context(leftMs) });
  await expect(again()).rejects.toMatchObject({ code: 'announcement.in-progress', kind: 'try-again' });
  await pause(leftMs);
  await again();
  expect(said('died')).toBe(1);
});
