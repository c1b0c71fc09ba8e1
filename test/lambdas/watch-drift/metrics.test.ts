import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { invoke, type LocalPlatform, openTestPlatform } from '../local-platform.ts';
import { flyOver, shipModel } from './flown-flights.ts';

let cloud: LocalPlatform;

beforeAll(async () => {
  cloud = await openTestPlatform();
  // The namespace and service of the function's environment: what the alarm looks for.
  vi.stubEnv('POWERTOOLS_METRICS_NAMESPACE', 'Umbel');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'watch-drift');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  await shipModel(cloud);
  for (let ground = 0; ground < 5; ground++) await flyOver(cloud, { ground, ago: 10 - ground });
});
afterEach(() => vi.restoreAllMocks());

/** Metrics in the embedded format of CloudWatch that a call writes. */
async function metricsOf(): Promise<Record<string, unknown>[]> {
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: unknown) => void lines.push(String(line)));
  const { handler } = await import('#lambdas/watch-drift/handler.ts');
  await invoke(handler, { days: 30 });
  return lines
    .filter((line) => line.includes('CloudWatchMetrics'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

it('counts flights, alarms and distances in metrics that CloudWatch reads from the log', async () => {
  const [quiet] = await metricsOf();
  expect(quiet).toMatchObject({
    service: 'watch-drift',
    FlightsJudged: 5,
    DriftAlarms: 0,
    _aws: { CloudWatchMetrics: [{ Namespace: 'Umbel', Dimensions: [['service']] }] },
  });
  expect(Number(quiet?.['DriftPsi'])).toBeGreaterThan(0);
  await flyOver(cloud, { ground: 7, ago: 1, change: { shuffled: true } });
  const [loud] = await metricsOf();
  expect(loud).toMatchObject({ FlightsJudged: 6, DriftAlarms: 1 });
  expect(Number(loud?.['DriftPsi'])).toBeGreaterThan(Number(quiet?.['DriftPsi']));
  expect(Number(loud?.['UnsureShare'])).toBeGreaterThan(Number(quiet?.['UnsureShare']));
});
