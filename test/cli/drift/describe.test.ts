import { expect, it } from 'vitest';
import { driftText } from '#cli/drift/describe.ts';
import { assessDrift } from '#core/drift/assess.ts';
import { simulateFlight } from '../../core/drift/simulated-flights.ts';

it('tells alarms, what the audit says, and which tiles to label', () => {
  const steady = assessDrift(simulateFlight(1).figures, undefined, []);
  const missed = { total: 40, low: 12.4, high: 99.6, answered: 50, hits: 2 };
  const judged = [
    {
      ...steady,
      alarm: true,
      missesTooMany: true,
      audit: { asked: 60, answered: 50, agreement: 0.96, missed },
    },
    { ...steady, alarm: false, missesTooMany: false, audit: { asked: 60, answered: 0 } },
  ];
  const candidates = [{ flightId: 'f', tileId: 'p-1', photoId: 'p', confidence: 0.5 }];
  const text = driftText({ flights: judged, alarms: 1, candidates });
  expect(text).toContain('ALARM  flight-1');
  expect(text).toContain(
    'agrees with 96.0 % of 50 answers (60 asked); missed tiles 40, with 95 % between 12 and 100: too many.',
  );
  expect(text).toContain('none of 60 tiles has an answer yet');
  expect(text).toContain('ALARM on 1 of 2 flights.');
  expect(text).toContain('f  p-1  0.50');
  expect(driftText({ flights: [], alarms: 0, candidates: [] })).toContain('--simulated');
});
