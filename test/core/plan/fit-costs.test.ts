import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitCosts } from '#core/plan/fit-costs.ts';
import { measuredCalibration } from '#core/plan/measured.ts';
import { type CostStage, costStages, flightCpu, type FlightShape } from '#core/plan/stage-cost.ts';

/** Short and long, small and large, coarse and fine: what the bench runs. */
const shapes: readonly FlightShape[] = [
  { photos: 60, megapixels: 0.27, tiles: 40, cutPhotos: 15, reviewTiles: 40 },
  { photos: 600, megapixels: 0.27, tiles: 40, cutPhotos: 160, reviewTiles: 380 },
  { photos: 48, megapixels: 19.96, tiles: 609, cutPhotos: 14, reviewTiles: 420 },
  { photos: 48, megapixels: 19.96, tiles: 150, cutPhotos: 12, reviewTiles: 110 },
];
const unseen: FlightShape = {
  photos: 10_000,
  megapixels: 12,
  tiles: 300,
  cutPhotos: 2800,
  reviewTiles: 9000,
};

function measured(noise: (stage: CostStage, flight: number) => number) {
  return shapes.map((shape, i) => {
    const { stages } = flightCpu(shape, measuredCalibration);
    const entries = costStages.map((stage) => [stage, stages[stage] * noise(stage, i)] as const);
    return { shape, stagesCpuS: Object.fromEntries(entries) as Record<CostStage, number> };
  });
}

describe('fitCosts', () => {
  it('finds the costs that made the times, and so the CPU of a flight that it has not seen', () => {
    const costs = fitCosts(
      measured(() => 1),
      measuredCalibration.inferTileS,
    );
    const fitted = flightCpu(unseen, { ...measuredCalibration, ...costs });
    const truth = flightCpu(unseen, measuredCalibration);
    for (const stage of costStages)
      expect(fitted.stages[stage] / Math.max(truth.stages[stage], 1e-9)).toBeCloseTo(1, 2);
  });

  it('is off by little more than what was measured, and never gives anything back', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.95, max: 1.05, noNaN: true }), { minLength: 32, maxLength: 32 }),
        (n) => {
          const flights = measured((stage, i) => n[costStages.indexOf(stage) * shapes.length + i]!);
          const costs = fitCosts(flights, measuredCalibration.inferTileS);
          for (const stage of costStages)
            for (const cost of Object.values(costs.stages[stage])) expect(cost).toBeGreaterThanOrEqual(0);
          const ratio =
            flightCpu(unseen, { ...measuredCalibration, ...costs }).totalS /
            flightCpu(unseen, measuredCalibration).totalS;
          expect(Math.abs(ratio - 1)).toBeLessThan(0.12);
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('flightCpu', () => {
  it('is the sum of its stages; the engine counts in scoring', () => {
    const { stages, totalS } = flightCpu(unseen, measuredCalibration);
    expect(totalS).toBeCloseTo(
      Object.values(stages).reduce((sum, cpuS) => sum + cpuS, 0),
      6,
    );
    const quick = flightCpu(unseen, { ...measuredCalibration, inferTileS: 0 });
    const engineS = unseen.photos * unseen.tiles * measuredCalibration.inferTileS;
    expect(stages.score - quick.stages.score).toBeCloseTo(engineS, 6);
  });

  it('cuts nothing where nothing is asked', () => {
    expect(flightCpu({ ...unseen, cutPhotos: 0, reviewTiles: 0 }, measuredCalibration).stages.cut).toBe(0);
  });
});
