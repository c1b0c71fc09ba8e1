import { workers } from '../backends.ts';
import { batchPhotos } from '../counts.ts';
import { functionPhotoS, functionRunS, photoSeconds, type PlannedFunction } from '../lambda-lines.ts';
import type { Plan } from '../plan.ts';

/** Everything that a simulation needs: counts, seconds, limits. */
export interface Scenario {
  readonly flights: number;
  readonly photosPerFlight: number;
  /** Seconds between two flights; 0 = as soon as one may start. */
  readonly arrivalS: number;
  /** Flights that may be worked on at once; undefined: as many as arrive. */
  readonly flightsAtOnce: number | undefined;
  /** Seconds of a function for one batch or one flight. */
  readonly tileBatchS: number;
  readonly cutBatchS: number;
  readonly openS: number;
  readonly alignS: number;
  readonly planS: number;
  readonly summariseS: number;
  /** Seconds of a worker for one batch. */
  readonly scoreBatchS: number;
  readonly sanityS: number;
  readonly cutPhotosPerFlight: number;
  readonly workersMax: number;
  readonly workerStartS: number;
  readonly usdPerWorkerHour: number;
  readonly spotShare: number;
  readonly spotInterruptionsPerHour: number;
  readonly failureShare: number;
  readonly limits: Limits;
  readonly seed: number;
}

/** What AWS and the deployment allow. */
export interface Limits {
  readonly lambdaConcurrency: number;
  /** Children of one map that run at the same time. */
  readonly tileConcurrency: number;
  readonly scoreConcurrency: number;
  readonly cutConcurrency: number;
  readonly expressStartsPerS: number;
  readonly standardStartsPerS: number;
  readonly openMapRuns: number;
  readonly heartbeatS: number;
  readonly visibilityS: number;
  readonly idleMinutes: number;
  readonly toleratedShare: number;
}

/**
 * Quotas of an account as AWS sets them at first, and the values of the environment `prod` (a test compares those).
 * Sources: AWS Lambda quotas (1,000 concurrent executions, can be raised); AWS Step Functions quotas (1,000 open map
 * runs, 10,000 parallel children, 25,000 events, 256 KiB); about 1,000 EXPRESS and 100 STANDARD children a second were
 * observed, not promised.
 */
export const defaultLimits: Limits = {
  lambdaConcurrency: 1000,
  tileConcurrency: 500,
  scoreConcurrency: 60,
  cutConcurrency: 500,
  expressStartsPerS: 1000,
  standardStartsPerS: 100,
  openMapRuns: 1000,
  heartbeatS: 900,
  visibilityS: 120,
  idleMinutes: 15,
  toleratedShare: 0.05,
};

/** Spot workers taken away in an hour: one in twenty. Source: EC2 Spot Instance Advisor, "5-10 % a month" and worse for GPUs. */
const spotInterruptionsPerHour = 0.05;
/** Batches whose function fails for reasons of its own, and is called again. */
const failureShare = 0.001;
/** Seconds that a call takes beside the photos: reading lists, starting. */
const callS = 0.5;

export interface ScenarioOptions {
  /** Days over which the flights arrive; 0: all are there at once. */
  readonly arrivalDays: number;
  readonly flightsAtOnce?: number | undefined;
  readonly seed?: number;
  readonly limits?: Partial<Limits>;
}

/** The scenario of a plan. */
export function scenarioOf(plan: Plan, options: ScenarioOptions): Scenario {
  const { survey, counts, calibration } = plan;
  const photosPerFlight = survey.photos / survey.flights;
  const photoS = (stage: PlannedFunction) => photoSeconds(stage, functionPhotoS(stage, plan));
  const flightS = (stage: PlannedFunction) =>
    callS + photoSeconds(stage, functionRunS(stage, calibration)) + photosPerFlight * photoS(stage);
  return {
    flights: survey.flights,
    photosPerFlight,
    arrivalS: (options.arrivalDays * 86_400) / survey.flights,
    flightsAtOnce: options.flightsAtOnce,
    tileBatchS: callS + batchPhotos.tile * photoS('tile-photos'),
    cutBatchS: callS + batchPhotos.cut * photoS('cut-review-tiles'),
    openS: 2,
    alignS: flightS('align-photos'),
    planS: flightS('plan-review'),
    summariseS: flightS('summarise-flight'),
    scoreBatchS: callS + batchPhotos.score / plan.workers.rate.photosPerS,
    sanityS: 1,
    cutPhotosPerFlight: counts.cutPhotos / survey.flights,
    workersMax: plan.options.workersMax,
    usdPerWorkerHour: plan.workers.rate.usdPerHour,
    workerStartS: workers[plan.options.backend].startS,
    spotShare: workers[plan.options.backend].spotPriceShare === 1 ? 0 : plan.options.spotShare,
    spotInterruptionsPerHour,
    failureShare,
    limits: { ...defaultLimits, ...options.limits },
    seed: options.seed ?? 1,
  };
}
