import type { Calibration } from './calibration.ts';

/**
 * What `npm run --silent bench -- calibrate --json` measured with the shipped model, to three digits. The machine did much
 * other work beside it, which makes CPU seconds dearer: the engine took 96 microseconds a tile in a quiet hour.
 */
export const measuredCalibration: Calibration = {
  measuredAt: '2026-11-22T15:36:59.859Z',
  machine: 'AMD EPYC, 2 cores',
  stages: {
    start: { runS: 1.47, photoS: 0.0000845, megapixelS: 0, tileS: 0.00000816 },
    open: { runS: 0.393, photoS: 0.0000474, megapixelS: 0, tileS: 0 },
    tile: { runS: 1.09, photoS: 0.0171, megapixelS: 0.00335, tileS: 0.0000733 },
    align: { runS: 0, photoS: 0.0266, megapixelS: 0, tileS: 0 },
    score: { runS: 0.787, photoS: 0.00725, megapixelS: 0, tileS: 0.0000512 },
    plan: { runS: 0.424, photoS: 0.000811, megapixelS: 0, tileS: 0.00000381 },
    cut: { runS: 0.748, photoS: 0.00396, megapixelS: 0.00684, tileS: 0.00407 },
    summarise: { runS: 1.15, photoS: 0, megapixelS: 0.0000505, tileS: 0.0000339 },
  },
  inferTileS: 0.000159,
};
