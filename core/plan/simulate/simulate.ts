import { createBatchQueue } from './batch-queue.ts';
import { createEngine } from './engine.ts';
import { createFleet, type Fleet } from './fleet.ts';
import { type Cloud, flyFlight } from './flight.ts';
import { createGauge } from './gauge.ts';
import { createLambdaPool } from './lambda-pool.ts';
import { firstToBreak, type QuotaCheck, quotaChecks } from './quotas.ts';
import type { Scenario } from './scenario.ts';
import { createStageTimes, stageNames, type StageName } from './stages.ts';
import { createStartRate } from './start-rate.ts';

/** What became of all flights, and what the cloud went through. */
export interface SimulationResult {
  readonly scenario: Scenario;
  readonly events: number;
  /** Until the last flight was done. */
  readonly days: number;
  readonly flights: { readonly succeeded: number; readonly failed: number };
  /** Hours from a flight's start to its end. */
  readonly flightHours: { readonly median: number; readonly p95: number; readonly longest: number };
  readonly stages: readonly {
    readonly stage: StageName;
    readonly meanS: number;
    readonly longestS: number;
  }[];
  readonly lambda: {
    readonly peak: number;
    readonly calls: number;
    readonly throttled: number;
    readonly givenUp: number;
  };
  readonly queue: {
    readonly peak: number;
    readonly meanWaitS: number;
    readonly longestWaitS: number;
    readonly expired: number;
    readonly givenUp: number;
  };
  readonly workers: {
    readonly peak: number;
    readonly hours: number;
    readonly usd: number;
    readonly busyHours: number;
    readonly started: number;
    readonly interrupted: number;
  };
  readonly quotas: readonly QuotaCheck[];
  /** The quota that broke first; where all held, the one nearest to its limit. */
  readonly breaksFirst: QuotaCheck;
}

interface Outcome {
  succeeded: number;
  failed: number;
  readonly seconds: number[];
}

/** Plays all flights of a scenario, batch by batch. The same scenario gives the same result. */
export function simulatePipeline(scenario: Scenario): SimulationResult {
  const cloud = newCloud(scenario);
  const outcome: Outcome = { succeeded: 0, failed: 0, seconds: [] };
  const left = () => scenario.flights - outcome.succeeded - outcome.failed;
  const { limits } = scenario;
  const fleet = createFleet(cloud.engine, cloud.queue, {
    workersMax: scenario.workersMax,
    startS: scenario.workerStartS,
    idleMinutes: limits.idleMinutes,
    spotShare: scenario.spotShare,
    interruptionsPerHour: scenario.spotInterruptionsPerHour,
    visibilityS: limits.visibilityS,
    suddenShare: 0.1,
    active: () => left() > 0,
  });
  let endS = 0;
  arrive(cloud, outcome, () => (endS = cloud.engine.now()));
  const events = cloud.engine.runAll();
  return { ...report(cloud, fleet, outcome), events, days: endS / 86_400 };
}

function newCloud(scenario: Scenario): Cloud {
  const engine = createEngine(scenario.seed);
  const { limits } = scenario;
  return {
    engine,
    scenario,
    lambda: createLambdaPool(engine, limits.lambdaConcurrency, scenario.failureShare),
    queue: createBatchQueue(engine, limits.heartbeatS),
    express: createStartRate(engine, limits.expressStartsPerS),
    standard: createStartRate(engine, limits.standardStartsPerS),
    mapRuns: createGauge(engine.now),
    times: createStageTimes(),
  };
}

/** Lets flights arrive, and start as far as the limit of flights at once allows. */
function arrive(cloud: Cloud, outcome: Outcome, onEnd: () => void): void {
  const { engine, scenario } = cloud;
  const atOnce = scenario.flightsAtOnce ?? Number.POSITIVE_INFINITY;
  let waiting = 0;
  let flying = 0;
  const startNext = () => {
    while (waiting > 0 && flying < atOnce) {
      waiting--;
      flying++;
      const startedS = engine.now();
      flyFlight(cloud, (ok) => {
        flying--;
        outcome[ok ? 'succeeded' : 'failed']++;
        outcome.seconds.push(engine.now() - startedS);
        onEnd();
        startNext();
      });
    }
  };
  const arriveOne = (index: number) => {
    waiting++;
    startNext();
    if (index + 1 < scenario.flights) engine.after(scenario.arrivalS, () => arriveOne(index + 1));
  };
  engine.after(0, () => arriveOne(0));
}

function report(cloud: Cloud, fleet: Fleet, outcome: Outcome): Omit<SimulationResult, 'events' | 'days'> {
  const { lambda, queue, times, scenario } = cloud;
  const sorted = outcome.seconds.toSorted((a, b) => a - b);
  const hoursAt = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0) / 3600;
  const quotas = quotaChecks(cloud);
  return {
    scenario,
    flights: { succeeded: outcome.succeeded, failed: outcome.failed },
    flightHours: { median: hoursAt(0.5), p95: hoursAt(0.95), longest: hoursAt(1) },
    stages: stageNames.map((stage) => ({
      stage,
      meanS: times.meanS(stage),
      longestS: times.longestS(stage),
    })),
    lambda: { peak: lambda.busy.peak, ...pick(lambda.tally) },
    queue: {
      peak: queue.waiting.peak,
      meanWaitS: queue.tally.waitedS / Math.max(1, queue.tally.sent - queue.tally.expired),
      longestWaitS: queue.tally.longestWaitS,
      expired: queue.tally.expired,
      givenUp: queue.tally.givenUp,
    },
    workers: {
      peak: fleet.workers.peak,
      hours: fleet.workers.area() / 3600,
      usd: (fleet.workers.area() / 3600) * scenario.usdPerWorkerHour,
      busyHours: fleet.tally.busyS / 3600,
      started: fleet.tally.started,
      interrupted: fleet.tally.interrupted,
    },
    quotas,
    breaksFirst: firstToBreak(quotas),
  };
}

function pick({ calls, throttled, givenUp }: Cloud['lambda']['tally']) {
  return { calls, throttled, givenUp };
}
