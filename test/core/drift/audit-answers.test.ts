import { describe, expect, it } from 'vitest';
import { auditFindings, missesTooMany } from '#core/drift/audit-answers.ts';
import type { FlightFigures } from '#core/drift/flight-figures.ts';
import type { Label } from '#core/label/label.ts';
import { simulateFlight } from './simulated-flights.ts';

const photoId = (i: number) => String(i).padStart(20, '0');
const figures: FlightFigures = {
  ...simulateFlight(1).figures,
  audit: {
    threshold: 0.5,
    tileShare: 0.1,
    drawn: Array.from({ length: 10 }, (_, i) => ({ photoId: photoId(i), asked: 6 })),
  },
};
const label = (photo: number, tile: number, answer: Label['answer'], more: Partial<Label> = {}): Label => ({
  flightId: figures.flightId,
  photoId: photoId(photo),
  tiling: 'm:2.5,0.5',
  tile,
  seq: 1,
  labelId: `${photo}${tile}`.padStart(20, 'a'),
  answer,
  who: 'anna',
  at: '2026-08-01T10:00:00Z',
  box: { leftPx: 0, topPx: 0, widthPx: 1, heightPx: 1 },
  widthPx: 10,
  heightPx: 10,
  confidence: 0.05,
  modelId: 'meadow-1',
  runId: figures.runId,
  reason: 'audit',
  ...more,
});
const all = (answer: Label['answer']) =>
  Array.from({ length: 60 }, (_, i) => label(Math.floor(i / 6), i % 6, answer));

describe('answers to the audit', () => {
  it('count clear answers to tiles of the audit of this run alone', () => {
    const found = auditFindings(figures, [
      label(0, 0, 'not-hogweed'),
      label(0, 1, 'hogweed'),
      label(1, 0, 'hogweed', { confidence: 0.95 }),
      label(1, 1, 'unsure'),
      label(1, 2, 'hogweed', { reason: 'uncertain' }),
      label(1, 3, 'hogweed', { runId: 'another' }),
      label(99, 0, 'hogweed'),
      label(3, 0, 'hogweed', { bulk: true }),
      label(2, 0, 'hogweed', { seq: 1 }),
      label(2, 0, 'hogweed', { seq: 2, labelId: 'b'.repeat(20), withdraws: label(2, 0, 'hogweed').labelId }),
    ]);
    expect(found).toMatchObject({
      asked: 60,
      answered: 3,
      agreement: 2 / 3,
      missed: { hits: 1, answered: 3 },
    });
  });

  it('scale the estimate by what nobody answered yet', () => {
    const half = auditFindings(figures, [label(0, 0, 'hogweed'), ...all('not-hogweed').slice(6, 35)]);
    // 100 photos, 10 drawn, a tenth of their tiles, half of them answered.
    expect(half.missed?.total).toBeCloseTo(1 * 10 * 10 * 2, 6);
  });

  it('say nothing without answers', () => {
    expect(auditFindings(figures, [])).toEqual({ asked: 60, answered: 0 });
  });

  it('raise the alarm when surely too many plants are missed, not before', () => {
    expect(missesTooMany(figures, auditFindings(figures, all('not-hogweed')))).toBe(false);
    expect(
      missesTooMany(
        figures,
        auditFindings(figures, [label(0, 0, 'hogweed'), ...all('not-hogweed').slice(1)]),
      ),
    ).toBe(false);
    expect(missesTooMany(figures, auditFindings(figures, all('hogweed')))).toBe(true);
  });
});
