import { batchPhotos } from '../counts.ts';
import type { Cloud } from './flight.ts';

/** A quota, and the most that was used of it. */
export interface QuotaCheck {
  readonly quota: string;
  readonly limit: number;
  readonly used: number;
  readonly holds: boolean;
  /** When it was first not met, seconds. */
  readonly brokenAtS?: number;
  /** What happens beyond it. */
  readonly beyond: string;
}

/** Bytes of a photo's line in a batch: id, name, key, size, digest. Measured: 212 in the simulated flight. */
const lineBytes = 320;
/** Bytes of the run that a batch carries beside its photos. */
const runBytes = 2_000;
/** Longer in line than this is noticed. */
const patienceS = 60;
/** Events in the history of a flight's own execution; children have their own. */
const eventsPerFlight = 80;

/** Every quota that the pipeline touches, used as far as the simulation went or as the sizes say. */
export function quotaChecks(cloud: Cloud): QuotaCheck[] {
  return [...playedQuotas(cloud), ...sizeQuotas(cloud)];
}

/** Quotas whose use depends on what happens at the same time. */
function playedQuotas({ lambda, queue, express, standard, mapRuns, scenario }: Cloud): QuotaCheck[] {
  const { limits } = scenario;
  const refused = lambda.tally.throttled > 0;
  return [
    {
      quota: 'Lambda calls at once',
      limit: limits.lambdaConcurrency,
      used: refused ? wantedAtOnce(lambda) : lambda.busy.peak,
      holds: !refused,
      ...(refused ? { brokenAtS: lambda.tally.firstThrottledAtS } : {}),
      beyond: 'calls are refused and tried again for up to a minute; then the batch is lost',
    },
    {
      quota: 'seconds that a batch may wait for a worker (heartbeat)',
      limit: limits.heartbeatS,
      used: queue.tally.longestWaitS,
      holds: queue.tally.expired === 0,
      ...(queue.tally.expired === 0 ? {} : { brokenAtS: queue.tally.firstExpiredAtS }),
      beyond: 'the token is gone and the batch is sent again, four times in all',
    },
    {
      quota: 'open map runs',
      limit: limits.openMapRuns,
      used: mapRuns.peak,
      holds: mapRuns.peak <= limits.openMapRuns,
      ...(mapRuns.peak <= limits.openMapRuns ? {} : { brokenAtS: mapRuns.peakAtS }),
      beyond: 'further maps wait or fail to start',
    },
    inLine('seconds in line for EXPRESS children', express),
    inLine('seconds in line for STANDARD children', standard),
  ];
}

function inLine(quota: string, { longestWaitS, longestAtS }: Cloud['express']): QuotaCheck {
  const holds = longestWaitS <= patienceS;
  return {
    quota,
    limit: patienceS,
    used: longestWaitS,
    holds,
    ...(holds ? {} : { brokenAtS: longestAtS }),
    beyond: 'flights take longer; nothing is lost',
  };
}

/** Quotas that one flight meets or does not meet, whatever else happens. */
function sizeQuotas({ scenario }: Cloud): QuotaCheck[] {
  const { photosPerFlight, tileBatchS, cutBatchS, alignS, planS, summariseS } = scenario;
  return [
    check(
      'children of one map at once',
      [10_000, Math.ceil(photosPerFlight / batchPhotos.tile)],
      'the map waits',
    ),
    check('events in the history of an execution', [25_000, eventsPerFlight], 'the execution fails'),
    check(
      'bytes of a batch (input of a child, SQS message)',
      [262_144, batchPhotos.score * lineBytes + runBytes],
      'the child fails',
    ),
    check('seconds of an EXPRESS child', [300, Math.max(tileBatchS, cutBatchS)], 'the child fails'),
    check(
      'seconds of a function',
      [900, Math.max(alignS, planS, summariseS)],
      'the function fails: fly smaller flights',
    ),
  ];
}

function check(quota: string, [limit, used]: readonly [number, number], beyond: string): QuotaCheck {
  const holds = used <= limit;
  return { quota, limit, used, holds, ...(holds ? {} : { brokenAtS: 0 }), beyond };
}

/** Calls that were wanted at once: those that ran, and their share of the refused ones. */
function wantedAtOnce({ tally, busy }: Cloud['lambda']): number {
  return Math.round(busy.peak * (1 + tally.throttled / Math.max(1, tally.calls + tally.givenUp)));
}

/** What breaks first in time; where all hold, what is nearest to its limit. */
export function firstToBreak(quotas: readonly QuotaCheck[]): QuotaCheck {
  const broken = quotas.filter(({ holds }) => !holds);
  if (broken.length > 0) return broken.reduce((a, b) => ((b.brokenAtS ?? 0) < (a.brokenAtS ?? 0) ? b : a));
  return quotas.reduce((a, b) => (b.used / b.limit > a.used / a.limit ? b : a));
}
