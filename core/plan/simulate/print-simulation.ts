import { figure } from '../cost-lines.ts';
import { dollars, markdownTable } from '../markdown-table.ts';
import type { SimulationResult } from './simulate.ts';

/** A simulation as text for people. @param title what was played */
export function printSimulation(title: string, result: SimulationResult): string {
  const { flights, flightHours, workers, breaksFirst } = result;
  const facts = [
    ['flights', `${figure(flights.succeeded)} succeeded, ${figure(flights.failed)} failed`],
    ['until the last one was done', `${result.days.toFixed(1)} days`],
    [
      'a flight takes',
      `${hours(flightHours.median)} (median), ${hours(flightHours.p95)} (95 %), ${hours(flightHours.longest)} (longest)`,
    ],
    ['Lambda', lambdaText(result)],
    ['queue', queueText(result)],
    [
      'workers',
      `${workers.peak} at most, ${figure(workers.hours)} h paid (${dollars(workers.usd)} USD), ${figure(workers.busyHours)} h busy, ${workers.started} started, ${workers.interrupted} taken away`,
    ],
    [
      'breaks first',
      `${breaksFirst.quota}: ${figure(breaksFirst.used)} of ${figure(breaksFirst.limit)}; beyond, ${breaksFirst.beyond}`,
    ],
  ];
  return `### ${title}\n\n${markdownTable(['what', 'figure'], facts)}\n${stageTable(result)}\n${quotaTable(result)}`;
}

function lambdaText({ lambda }: SimulationResult): string {
  return `${figure(lambda.peak)} calls at once, ${figure(lambda.calls)} in all, ${figure(lambda.throttled)} refused, ${figure(lambda.givenUp)} batches lost to it`;
}

function queueText({ queue }: SimulationResult): string {
  return `${figure(queue.peak)} batches at most, a batch waits ${figure(queue.meanWaitS)} s, ${figure(queue.longestWaitS)} s at most; ${figure(queue.expired)} waited too long, ${figure(queue.givenUp)} lost to it`;
}

function stageTable({ stages }: SimulationResult): string {
  const totalS = stages.reduce((sum, { meanS }) => sum + meanS, 0);
  const rows = stages.map(({ stage, meanS, longestS }) => [
    stage,
    `${figure(meanS)} s`,
    `${((meanS / Math.max(totalS, 1e-9)) * 100).toFixed(0)} %`,
    `${figure(longestS)} s`,
  ]);
  return markdownTable(['where the time of a flight goes', '>mean', '>share', '>longest'], rows);
}

function quotaTable({ quotas }: SimulationResult): string {
  const rows = quotas.map(({ quota, limit, used, holds }) => [
    quota,
    figure(limit),
    figure(used),
    holds ? 'holds' : 'BROKEN',
  ]);
  return markdownTable(['quota', '>limit', '>used', ''], rows);
}

function hours(value: number): string {
  return value < 1 ? `${(value * 60).toFixed(1)} min` : `${value.toFixed(1)} h`;
}
