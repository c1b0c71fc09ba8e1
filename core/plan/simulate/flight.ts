import { batchPhotos } from '../counts.ts';
import type { BatchQueue } from './batch-queue.ts';
import type { Engine } from './engine.ts';
import type { Gauge } from './gauge.ts';
import type { LambdaPool } from './lambda-pool.ts';
import type { Scenario } from './scenario.ts';
import type { StageName, StageTimes } from './stages.ts';
import type { StartRate } from './start-rate.ts';

/** What all flights share. */
export interface Cloud {
  readonly engine: Engine;
  readonly lambda: LambdaPool;
  readonly queue: BatchQueue;
  readonly express: StartRate;
  readonly standard: StartRate;
  readonly mapRuns: Gauge;
  readonly times: StageTimes;
  readonly scenario: Scenario;
}

type Done = (ok: boolean) => void;
type Job = (done: Done) => void;

/** Takes one flight through all stages; `done` says whether its run succeeded. */
export function flyFlight(cloud: Cloud, done: Done): void {
  const { scenario } = cloud;
  const { limits } = scenario;
  const call =
    (seconds: number): Job =>
    (over) =>
      cloud.lambda.invoke(seconds, over);
  const worker =
    (seconds: number): Job =>
    (over) =>
      cloud.queue.send(seconds, over);
  const cutPhotos = poisson(cloud.engine, scenario.cutPhotosPerFlight);
  const steps: (readonly [StageName, Job])[] = [
    ['open-flight', call(scenario.openS)],
    [
      'tile-photos',
      map(cloud, cloud.express, {
        batches: sizes(scenario.photosPerFlight, batchPhotos.tile),
        concurrency: limits.tileConcurrency,
        job: (share) => call(scenario.tileBatchS * share),
      }),
    ],
    ['align-photos', call(scenario.alignS)],
    ['check-sanity', worker(scenario.sanityS)],
    [
      'score-photos',
      map(cloud, cloud.standard, {
        batches: sizes(scenario.photosPerFlight, batchPhotos.score),
        concurrency: limits.scoreConcurrency,
        job: (share) => worker(scenario.scoreBatchS * share),
      }),
    ],
    ['plan-review', call(scenario.planS)],
    [
      'cut-review-tiles',
      map(cloud, cloud.express, {
        batches: sizes(cutPhotos, batchPhotos.cut),
        concurrency: limits.cutConcurrency,
        job: (share) => call(scenario.cutBatchS * share),
      }),
    ],
    ['summarise-flight', call(scenario.summariseS)],
  ];
  const next = (index: number) => {
    const step = steps[index];
    if (step === undefined) {
      done(true);
      return;
    }
    const startedS = cloud.engine.now();
    step[1]((ok) => {
      cloud.times.add(step[0], cloud.engine.now() - startedS);
      if (ok) next(index + 1);
      else done(false);
    });
  };
  next(0);
}

interface MapStep {
  /** Size of each batch, share of a full one. */
  readonly batches: readonly number[];
  /** Children at the same time. */
  readonly concurrency: number;
  readonly job: (share: number) => Job;
}

/** A Distributed Map: children start one by one, so many run at a time; it fails when more are lost than the workflow tolerates. */
function map(cloud: Cloud, rate: StartRate, { batches, concurrency, job }: MapStep): Job {
  return (done) => {
    if (batches.length === 0) {
      done(true);
      return;
    }
    cloud.mapRuns.add(1);
    let left = batches.length;
    let lost = 0;
    let begun = 0;
    const startNext = () => {
      const share = batches[begun++];
      if (share === undefined) return;
      rate.start(() =>
        job(share)((ok) => {
          if (!ok) lost += 1;
          startNext();
          if (--left > 0) return;
          cloud.mapRuns.add(-1);
          done(lost / batches.length <= cloud.scenario.limits.toleratedShare);
        }),
      );
    };
    for (let child = 0; child < Math.min(concurrency, batches.length); child++) startNext();
  };
}

/** Batches of `size` photos, the last one smaller: shares of a full batch. */
function sizes(photos: number, size: number): number[] {
  const full = Math.floor(photos / size);
  const rest = photos - full * size;
  return [...Array.from({ length: full }, () => 1), ...(rest > 0 ? [rest / size] : [])];
}

/** A whole number with that mean: Knuth's method; the mean is a few photos. */
function poisson(engine: Engine, mean: number): number {
  const bound = Math.exp(-Math.min(mean, 500));
  let count = 0;
  for (let product = engine.random.next(); product > bound; product *= engine.random.next()) count++;
  return count;
}
