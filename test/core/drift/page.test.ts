import { describe, expect, it } from 'vitest';
import { assessDrift } from '#core/drift/assess.ts';
import type { JudgedFlight } from '#core/drift/drift-report.ts';
import { gatherOddTiles } from '#core/drift/odd-tiles.ts';
import { renderDrift } from '#core/drift/page/drift-page.ts';
import { simulateFlight, type World } from './simulated-flights.ts';

const reference = (() => {
  const lessons = Array.from({ length: 20 }, (_, i) => simulateFlight(9000 + i).figures);
  const histogram = lessons[0]!.histogram.map((_, bin) =>
    lessons.reduce((sum, one) => sum + one.histogram[bin]!, 0),
  );
  return { histogram, tiles: histogram.reduce((sum, count) => sum + count, 0) };
})();

function judged(seed: number, change: Partial<World> = {}, more: Partial<JudgedFlight> = {}): JudgedFlight {
  const { figures } = simulateFlight(seed, change);
  const { expected, ...assessment } = assessDrift(figures, reference, []);
  return {
    ...assessment,
    alarm: assessment.level === 'alarm',
    missesTooMany: false,
    audit: { asked: 0, answered: 0 },
    histograms: { seen: figures.histogram, expected },
    ...more,
  };
}

const alarming = judged(3, { shuffled: true, surveyDate: '2026-07-20' });
const flights = [
  judged(1),
  judged(2, { surveyDate: '2026-07-16' }, { flightId: '<script>alert(1)</script>' }),
  alarming,
  judged(4, {}, { modelId: 'other-model' }),
];
const page = () =>
  renderDrift({
    about: 'the last 30 days',
    flights,
    told: new Set([alarming.runId]),
    tiles: new Map([
      [alarming.runId, [{ photoName: 'a.JPG', tile: 7, confidence: 0.31, jpegBase64: 'AAAA' }]],
    ]),
  });

describe('the page of drift', () => {
  it('is one file that asks the network for nothing and runs nothing, and the same for the same data', () => {
    expect(page()).toBe(page());
    expect(page()).toContain("default-src 'none'");
    expect(page()).not.toMatch(/<script|https?:\/\//);
    expect(page()).toContain('&lt;script&gt;alert(1)');
  });

  it('draws the course of each model under the bound of each flight, with a shape for each judgement', () => {
    expect(page()).toContain('Alarm on 1 of 4 flights');
    expect(page().match(/aria-label="Distance of all confidences of [13] flights?;/g)).toHaveLength(2);
    // Two charts a model; every flight here has a bound in both.
    expect(page().match(/class="bound"/g)).toHaveLength(8);
    expect(page().match(/class="dot-alarm dot"/g)).toHaveLength(2);
    expect(page()).toContain(`alarm from ${alarming.all.bounds?.alarm.toFixed(3)}`);
  });

  it('tells the alarming flight with its confidences beside the expected ones, and tiles to look at', () => {
    expect(page().match(/class="expected"/g)).toHaveLength(1);
    expect(page()).toContain(`id="flight-${alarming.runId}"`);
    expect(page()).toContain('alt="Tile 7 of a.JPG, confidence 31 %"');
    expect(page()).toContain(alarming.says);
  });

  it('has every flight in the table, the newest first', () => {
    const table = page().slice(page().indexOf('id="flights"'));
    const days = [...table.matchAll(/<td>(2026-\d\d-\d\d)<\/td>/g)].map(([, day]) => day);
    expect(days).toEqual(['2026-07-20', '2026-07-16', '2026-07-14', '2026-07-14']);
  });
});

describe('tiles to look at', () => {
  const seen = Array.from({ length: 20 }, (_, bin) =>
    bin === 0 ? 900 : bin === 8 ? 80 : bin === 19 ? 20 : 0,
  );
  const expected = seen.map((_, bin) => (bin === 0 ? 0.96 : bin === 19 ? 0.03 : 0.01 / 18));

  it('are those of confidences that are more frequent than expected, one of each photo first', () => {
    const gatherer = gatherOddTiles<string>(seen, expected);
    gatherer.add('a', [0.01, 0.41, 0.42, 0.97]);
    gatherer.add('b', [0.43, 0.01]);
    gatherer.add('c', [0.01, 0.98]);
    const best = gatherer.best(3).map(({ photo, tile }) => `${photo}${tile}`);
    expect(best).toEqual(['b0', 'a2', 'a1']);
    expect(gatherer.best(10)).toHaveLength(3);
  });

  it('are none where the flight is as expected', () => {
    const gatherer = gatherOddTiles<string>(
      [96, ...Array.from({ length: 18 }, () => 0), 4],
      [0.96, ...Array.from({ length: 18 }, () => 0), 0.04],
    );
    gatherer.add('a', [0.01, 0.97]);
    expect(gatherer.best(5)).toEqual([]);
  });
});
