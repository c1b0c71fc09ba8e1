import { describe, expect, it } from 'vitest';
import { describeRun } from '#cli/run/command.ts';
import type { RunResult } from '#cli/run/run-flight.ts';

const result: RunResult = {
  flightId: 'meadow-1',
  runId: 'meadow-1-0123456789ab',
  modelId: 'm-1',
  engine: 'onnx',
  status: 'succeeded',
  photos: { read: 24, scored: 24, quarantined: 0, unplaced: 0, skipped: 0, failed: 0, prepared: 0 },
  sideFiles: 0,
  tiles: 96,
  bands: { certain: 3, probable: 2, possible: 1 },
  review: 7,
  sightings: 4,
  decodes: 24,
  recognised: false,
  tookMs: 83_400,
  stagesMs: {},
  out: { dir: '/out', report: '/out/report.html' },
  checks: [],
  notes: [],
};

const check = (stage: 'tiling' | 'pose', outcome: 'passed' | 'failed') =>
  ({ stage, outcome, message: `${stage} ${outcome}.`, figures: {} }) as const;

describe('the summary of a run for people', () => {
  it('is short where all went well', () => {
    expect(describeRun(result)).toBe(
      [
        'Flight     meadow-1',
        'Photos     24: 24 scored',
        'Tiles      96: 3 certain, 2 probable, 1 possible',
        'Sightings  4',
        'For review 7 tiles',
        'Model      m-1 on onnx',
        'Time       1 min 23 s',
        'Results    /out',
        'Report     /out/report.html',
        '',
      ].join('\n'),
    );
  });

  it('ends with what its readers must know', () => {
    expect(describeRun({ ...result, review: 1 })).toMatch(/\nFor review 1 tile\n/);
    expect(describeRun({ ...result, notes: ['Mind the gap.'] })).toMatch(/\nNote {7}Mind the gap\.\n$/);
  });

  it('names every check that failed', () => {
    const checks = [check('tiling', 'passed'), check('pose', 'failed')];
    expect(describeRun({ ...result, checks })).toMatch(/\nReport .*\nNote {7}pose failed\.\n$/);
  });

  it('names every outcome that is not as wished', () => {
    const photos = { read: 10, scored: 3, quarantined: 2, unplaced: 1, skipped: 2, failed: 3, prepared: 0 };
    expect(describeRun({ ...result, photos })).toContain(
      'Photos     10: 3 scored, 1 of them without a place on the map, 2 not usable, 2 skipped, 3 FAILED: run the command again\n',
    );
  });

  it('says when a flight was done before, and when there is no model', () => {
    expect(describeRun({ ...result, recognised: true })).toContain(
      'meadow-1 (done before; --again does it anew)\n',
    );
    expect(describeRun({ ...result, modelId: null, engine: null })).toContain('Model      none\n');
  });
});
