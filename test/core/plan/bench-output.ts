import { calibrationRow, figuresOf } from '#core/plan/calibration.ts';
import { measuredCalibration } from '#core/plan/measured.ts';

/** What the bench prints for a calibration; `change` overrides its figures. */
export function benchOutput(change: Readonly<Record<string, number>> = {}, name = calibrationRow): string {
  return JSON.stringify({
    schema: 'umbel.bench/1',
    measuredAt: '2026-11-22T12:00:00.000Z',
    machine: 'a machine',
    rows: [{ name: 'other' }, { name, figures: { ...figuresOf(measuredCalibration), ...change } }],
  });
}
