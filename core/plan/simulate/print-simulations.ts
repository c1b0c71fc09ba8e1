import type { Plan } from '../plan.ts';
import { printSimulation } from './print-simulation.ts';
import { scenarioOf } from './scenario.ts';
import { simulatePipeline, type SimulationResult } from './simulate.ts';

export interface PlayedScenario {
  readonly title: string;
  readonly result: SimulationResult;
}

/** Flights of an old archive that a new model may go over at once: more wait. */
const recommendedFlightsAtOnce = 20;

/**
 * The whole survey played three times: as the upload brings it in; a new model over all flights, started some at a time;
 * and the mistake, everything started at once.
 */
export function playScenarios(plan: Plan, seed = 1): PlayedScenario[] {
  const play = (title: string, arrivalDays: number, flightsAtOnce?: number): PlayedScenario => ({
    title,
    result: simulatePipeline(scenarioOf(plan, { arrivalDays, flightsAtOnce, seed })),
  });
  const { uploadDays } = plan.totals;
  return [
    play(`As the upload brings it in, over ${uploadDays.toFixed(1)} days`, uploadDays),
    play(`A new model over all flights, ${recommendedFlightsAtOnce} at a time`, 0, recommendedFlightsAtOnce),
    play('A mistake: a new model over all flights, all started at once', 0),
  ];
}

/** What the scenarios came to, as text. */
export function printScenarios(played: readonly PlayedScenario[]): string {
  const intro =
    'A simulation of every batch of every flight: Lambda and map concurrency, start rates of children, the queue with its heartbeats, workers that grow, shrink and are taken away.';
  return `## The pipeline at work\n\n${intro}\n\n${played.map(({ title, result }) => printSimulation(title, result)).join('\n')}`;
}
