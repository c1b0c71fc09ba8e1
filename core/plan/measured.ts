import type { Calibration } from './calibration.ts';

/**
 * What `npm run --silent bench -- flight --json` measured: flight of 400 simulated photos, shipped model, 609 tiles a photo.
 * The machine did other work beside it, so seconds are CPU time, not wall time.
 */
export const measuredCalibration: Calibration = {
  measuredAt: '2026-11-22T12:24:26.140Z',
  machine: 'AMD EPYC, 2 cores',
  tileS: 0.0891,
  alignS: 0.02,
  sheetS: 0.0456,
  sheetPx: 2_496_072,
  inferTileS: 0.0000958,
  planS: 0.00268,
  cutS: 0.132,
  summariseS: 0.00398,
};
