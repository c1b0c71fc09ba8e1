import { describe, expect, it } from 'vitest';
import { parseCalibration } from '#core/plan/calibration.ts';

const figures = {
  photos: 400,
  tilesPerPhoto: 500,
  inferMs: 50,
  tileMs: 90,
  alignMs: 20,
  scoreMs: 100,
  planMs: 3,
  cutMs: 28,
  summariseMs: 4,
};

function bench(more: object = {}, row: object = {}): string {
  return JSON.stringify({
    schema: 'umbel.bench/1',
    measuredAt: '2026-11-22T12:00:00.000Z',
    machine: 'a machine',
    rows: [{ name: 'other' }, { name: 'flight', figures: { ...figures, ...row } }],
    ...more,
  });
}

describe('parseCalibration', () => {
  it('takes seconds of one core from what the bench printed', () => {
    const calibration = parseCalibration(bench(), 'b.json');
    expect(calibration).toMatchObject({
      machine: 'a machine',
      tileS: 0.09,
      sheetS: 0.05,
      sheetPx: 500 * 64 * 64,
    });
    expect(calibration.inferTileS).toBeCloseTo(0.0001, 9);
    expect(calibration.cutS).toBeCloseTo(0.1, 9);
  });

  it.each([
    ['not JSON', '{', /b\.json/],
    ['another file', '{"schema":"umbel.flight/1"}', /schema/],
    ['a bench without the flight', bench({ rows: [{ name: 'geo' }] }), /figures are incomplete/],
    ['an impossible figure', bench({}, { tileMs: -1 }), /tileMs/],
  ])('refuses %s and names the file and the field', (_, text, message) => {
    expect(() => parseCalibration(text, 'b.json')).toThrow(message);
    expect(() => parseCalibration(text, 'b.json')).toThrow(
      expect.objectContaining({ code: 'plan.calibration-invalid', kind: 'bad-input' }),
    );
  });
});
