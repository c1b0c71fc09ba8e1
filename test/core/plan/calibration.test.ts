import { describe, expect, it } from 'vitest';
import { parseCalibration } from '#core/plan/calibration.ts';
import { measuredCalibration } from '#core/plan/measured.ts';
import { benchOutput } from './bench-output.ts';

describe('parseCalibration', () => {
  it('takes the costs of every stage from what the bench printed', () => {
    const calibration = parseCalibration(benchOutput({ 'align.photoS': 0.5 }), 'b.json');
    const { stages, inferTileS } = measuredCalibration;
    expect(calibration).toEqual({
      measuredAt: '2026-11-22T12:00:00.000Z',
      machine: 'a machine',
      stages: { ...stages, align: { ...stages.align, photoS: 0.5 } },
      inferTileS,
    });
  });

  it.each([
    ['not JSON', '{', /b\.json/],
    ['another file', '{"schema":"umbel.flight/1"}', /schema/],
    ['another bench', benchOutput({}, 'geo'), /no row "calibrate/],
    ['an impossible figure', benchOutput({ 'tile.photoS': -1 }), /tile .*photoS/],
    ['an engine that costs nothing', benchOutput({ inferTileS: 0 }), /inferTileS/],
  ])('refuses %s and names the file and the field', (_, text, message) => {
    expect(() => parseCalibration(text, 'b.json')).toThrow(message);
    expect(() => parseCalibration(text, 'b.json')).toThrow(
      expect.objectContaining({ code: 'plan.calibration-invalid', kind: 'bad-input' }),
    );
  });
});
