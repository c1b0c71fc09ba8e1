import { describe, expect, it } from 'vitest';
import { measuredCalibration } from '#core/plan/measured.ts';
import { defaultPlanOptions } from '#core/plan/options.ts';
import { makePlan } from '#core/plan/plan.ts';
import { defaultLimits, type Limits, type Scenario, scenarioOf } from '#core/plan/simulate/scenario.ts';
import { simulatePipeline } from '#core/plan/simulate/simulate.ts';

const plan = makePlan({ ...defaultPlanOptions, km2: 20 }, measuredCalibration);

function scenario(change: Partial<Scenario> = {}, limits: Partial<Limits> = {}): Scenario {
  const base = scenarioOf(plan, { arrivalDays: 0, flightsAtOnce: 20 });
  return { ...base, ...change, limits: { ...defaultLimits, ...limits } };
}

describe('simulatePipeline', () => {
  it('brings every flight to its end, the same way each time', () => {
    const result = simulatePipeline(scenario());
    expect(result.flights).toEqual({ succeeded: plan.survey.flights, failed: 0 });
    expect(result.quotas.filter(({ holds }) => !holds)).toEqual([]);
    expect(simulatePipeline(scenario())).toEqual(result);
    expect(simulatePipeline(scenario({ seed: 2 })).workers).not.toEqual(result.workers);
  });

  it('keeps workers busy for as long as the planner says, beside sanity checks and starts', () => {
    const { workers } = simulatePipeline(scenario());
    const plannedH = plan.survey.photos / plan.workers.rate.photosPerS / 3600;
    expect(workers.busyHours).toBeGreaterThan(plannedH);
    expect(workers.busyHours).toBeLessThan(plannedH * 1.4);
    expect(workers.hours).toBeGreaterThan(workers.busyHours);
  });

  it('obeys a little queueing law: photos in flight = rate x time', () => {
    const slow = simulatePipeline(scenario({ flightsAtOnce: 1 }));
    const meanH = slow.stages.reduce((sum, { meanS }) => sum + meanS, 0) / 3600;
    expect(slow.days * 24).toBeCloseTo(meanH * plan.survey.flights, 1);
  });

  it('loses flights when more calls are wanted for long than Lambda allows, and says that it broke first', () => {
    const result = simulatePipeline(scenario({ flightsAtOnce: undefined }, { lambdaConcurrency: 40 }));
    expect(result.lambda.peak).toBe(40);
    expect(result.flights.failed).toBeGreaterThan(0);
    expect(result.breaksFirst.quota).toBe('Lambda calls at once');
  });

  it('loses batches that wait longer for a worker than their heartbeat', () => {
    const result = simulatePipeline(
      scenario(
        { flightsAtOnce: undefined, workersMax: 1, scoreBatchS: 60 },
        { heartbeatS: 240, lambdaConcurrency: 20_000 },
      ),
    );
    expect(result.queue.expired).toBeGreaterThan(0);
    expect(result.queue.givenUp).toBeGreaterThan(0);
    expect(result.flights.failed).toBeGreaterThan(0);
    expect(result.breaksFirst.quota).toContain('heartbeat');
  });

  it('loses nothing to spot interruptions but time', () => {
    const calm = simulatePipeline(scenario({ spotInterruptionsPerHour: 0, scoreBatchS: 30 }));
    const rough = simulatePipeline(scenario({ spotInterruptionsPerHour: 6, spotShare: 1, scoreBatchS: 30 }));
    expect(calm.workers.interrupted).toBe(0);
    expect(rough.workers.interrupted).toBeGreaterThan(3);
    expect(rough.flights).toEqual(calm.flights);
    expect(rough.workers.busyHours).toBeCloseTo(calm.workers.busyHours, 0);
  });

  it('never has more workers than allowed, and lets all go at the end', () => {
    const { workers, scenario: played } = simulatePipeline(scenario({ flightsAtOnce: 100 }));
    expect(workers.peak).toBeLessThanOrEqual(played.workersMax);
    expect(workers.peak).toBeGreaterThan(1);
  });

  it('works a map off in rounds of as many children as may run at once', () => {
    const one = { flights: 1, flightsAtOnce: 1, failureShare: 0, photosPerFlight: 2000 };
    const tileS = (concurrency: number) =>
      simulatePipeline(scenario(one, { tileConcurrency: concurrency })).stages.find(
        ({ stage }) => stage === 'tile-photos',
      )?.meanS ?? 0;
    const { tileBatchS } = scenario();
    // 100 batches; children start a thousandth of a second apart.
    expect(tileS(100)).toBeCloseTo(tileBatchS + 0.099, 6);
    expect(Math.abs(tileS(10) - 10 * tileBatchS)).toBeLessThan(0.2);
    expect(Math.abs(tileS(1) - 100 * tileBatchS)).toBeLessThan(0.2);
  });

  it('plays a fleet of GPUs on spot capacity, and says what each flight waited for', () => {
    const gpu = makePlan({ ...defaultPlanOptions, km2: 20, backend: 'ecs-gpu' }, measuredCalibration);
    const played = simulatePipeline({
      ...scenarioOf(gpu, { arrivalDays: 0, flightsAtOnce: 20 }),
      spotInterruptionsPerHour: 3,
    });
    expect(played.scenario.workerStartS).toBe(180);
    expect(played.flights).toEqual({ succeeded: gpu.survey.flights, failed: 0 });
    expect(played.workers.interrupted).toBeGreaterThan(0);
    expect(played.workers.usd).toBeCloseTo(played.workers.hours * gpu.workers.rate.usdPerHour, 6);
    const waited = played.stages.find(({ stage }) => stage === 'check-sanity');
    expect(waited?.longestS).toBeGreaterThan(180);
  });

  it('makes children wait for their start rate', () => {
    const result = simulatePipeline(scenario({ flightsAtOnce: 100 }, { standardStartsPerS: 0.5 }));
    const line = result.quotas.find(({ quota }) => quota.includes('STANDARD'));
    expect(line?.holds).toBe(false);
    expect(result.flights.failed).toBe(0);
  });
});
