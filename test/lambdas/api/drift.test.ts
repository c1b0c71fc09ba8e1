import { beforeAll, describe, expect, it } from 'vitest';
import { photoIdOf } from '../../core/lake/season.ts';
import { type LocalPlatform, openTestPlatform } from '../local-platform.ts';
import { flyOver, shipModel } from '../watch-drift/flown-flights.ts';
import { askThrough, type TestApi } from './api-flight.ts';

let cloud: LocalPlatform;
let ask: TestApi['ask'];
const hidden: unknown[] = [];

interface Figures {
  readonly reference: number[] | null;
  readonly simulated: boolean;
  readonly points: { readonly [name: string]: unknown; readonly flightId: string }[];
}

const query = `query ($modelId: ID!, $days: Int) {
  drift(modelId: $modelId, days: $days) {
    modelId reference simulated
    points { day flightId runId tiles histogram level cause missesTooMany psi psiShown lowConfidenceShare agreement answered }
  }
}`;

async function figuresOf(modelId: string, days?: number): Promise<Figures | null> {
  const answer = await ask(query, { modelId, days: days ?? null });
  expect(answer.errors).toBeUndefined();
  return answer.data?.['drift'] ?? null;
}

/** The random checks of a flight: four photos, one tile of each, all answered; how many of them the model had right. */
async function answerAudit(
  ground: number,
  right: number,
): Promise<{ drawn: { photoId: string; asked: number }[] }> {
  const flightId = `ground-${ground}-2026`;
  const drawn = [0, 1, 2, 3].map((photo) => ({ photoId: photoIdOf(flightId, photo), asked: 1 }));
  for (const [i, { photoId }] of drawn.entries()) {
    await cloud.platform.tables.labels.append({
      flightId,
      photoId,
      tiling: 'm:2.5,0.5',
      tile: 3,
      seq: 1,
      labelId: String(i).padStart(20, 'a'),
      runId: `${flightId}-meadow-1`,
      reason: 'audit',
      confidence: 0.1,
      answer: i < right ? 'not-hogweed' : 'hogweed',
      who: 'anna',
      at: '2026-08-01T10:00:00Z',
      box: { leftPx: 0, topPx: 0, widthPx: 1, heightPx: 1 },
      widthPx: 10,
      heightPx: 10,
    });
  }
  return { drawn };
}

beforeAll(async () => {
  cloud = await openTestPlatform();
  const { handler } = await import('#lambdas/api/handler.ts');
  ask = askThrough(handler as never, hidden);
  await shipModel(cloud);
});

describe('drift of a model', () => {
  it('is null before any flight, and for a model that is none', async () => {
    expect(await figuresOf('meadow-1')).toBeNull();
    expect(await figuresOf('never-was')).toBeNull();
  });

  it('is that of simulated flights, and says so, until there is a real one', async () => {
    await flyOver(cloud, { ground: 9, ago: 30, more: { simulated: true } });
    const simulated = await figuresOf('meadow-1');
    expect(simulated).toMatchObject({ simulated: true, points: [{ flightId: 'ground-9-2026' }] });
    await flyOver(cloud, { ground: 0, ago: 20 });
    const real = await figuresOf('meadow-1');
    expect(real).toMatchObject({ simulated: false, points: [{ flightId: 'ground-0-2026' }] });
  });

  it('has a point a flight by day of survey, judged as watch-drift judges it', async () => {
    const { drawn } = await answerAudit(2, 3);
    const audit = { threshold: 0.5, tileShare: 0.1, drawn };
    await flyOver(cloud, { ground: 1, ago: 1, change: { surveyDate: '2026-05-02' } });
    await flyOver(cloud, { ground: 2, ago: 15, more: { audit } });
    for (const ground of [3, 4, 5]) await flyOver(cloud, { ground, ago: 14 - ground });
    const change = { emptyShift: 2, plantShift: -1, brightness: 0.9, surveyDate: '2026-08-30' };
    const flightId = await flyOver(cloud, { ground: 7, ago: 2, change });
    const figures = await figuresOf('meadow-1');
    expect(figures?.points.map(({ day }) => day)).toEqual([
      '2026-05-02',
      ...Array.from({ length: 5 }, () => '2026-07-14'),
      '2026-08-30',
    ]);
    expect(figures?.reference).toHaveLength(20);
    expect(figures?.reference?.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
    const { handler } = await import('#lambdas/watch-drift/handler.ts');
    const { invoke } = await import('../local-platform.ts');
    const report = await invoke<{
      flights: { flightId: string; all: { psi: number }; unsureShare: number }[];
    }>(handler, { flightId });
    const [judged] = report.flights;
    expect(figures?.points.at(-1)).toMatchObject({
      flightId,
      level: 'ALARM',
      cause: 'NEW_PICTURES',
      psi: judged?.all.psi,
      lowConfidenceShare: judged?.unsureShare,
      tiles: 6400,
      agreement: null,
      answered: 0,
    });
    const answered = figures?.points.find((point) => point.flightId === 'ground-2-2026');
    expect(answered).toMatchObject({ agreement: 0.75, level: 'STEADY' });
    const histogram = (answered?.['histogram'] ?? []) as number[];
    expect(histogram.reduce((sum, tiles) => sum + tiles, 0)).toBe(6400);
  });

  it('leaves out flights of before the days that are asked for', async () => {
    const figures = await figuresOf('meadow-1', 4);
    expect(figures?.points.map(({ flightId }) => flightId)).toEqual(['ground-1-2026', 'ground-7-2026']);
    expect(await figuresOf('meadow-1', 3_660)).not.toBeNull();
    const refused = await ask(query, { modelId: 'meadow-1', days: 3_661 });
    expect(refused.errors?.[0]?.extensions.errorInfo.code).toBe('api.bad-input');
  });

  it('counts the run of the model that is asked for where another model went over the ground later', async () => {
    await flyOver(cloud, { ground: 4, ago: 1, more: { modelId: 'meadow-2' } });
    const [first, second] = [await figuresOf('meadow-1'), await figuresOf('meadow-2')];
    expect(first?.points.map(({ flightId }) => flightId)).toContain('ground-4-2026');
    expect(second).toMatchObject({
      reference: null,
      points: [{ flightId: 'ground-4-2026', level: 'NOT_COMPARED', psi: null, psiShown: null }],
    });
  });

  it('hides nothing from the log', () => {
    expect(hidden).toEqual([]);
  });
});
