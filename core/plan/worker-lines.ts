import { assumptions } from './assumptions.ts';
import { type WorkerRate, workerRate, workers } from './backends.ts';
import type { Calibration } from './calibration.ts';
import { figure } from './cost-lines.ts';
import type { PlanOptions } from './options.ts';
import type { Survey } from './survey.ts';

/** The workers of a pass. Their price is a mix of spot and on demand, so it has a formula of its own. */
export interface WorkerCost {
  readonly title: string;
  readonly rate: WorkerRate;
  readonly hours: number;
  readonly hoursFormula: string;
  readonly usd: number;
}

/** Hours and cost of the workers in one pass. */
export function workerCost(survey: Survey, options: PlanOptions, calibration: Calibration): WorkerCost {
  const rate = workerRate(options.backend, survey, { calibration, spotShare: options.spotShare });
  const { repeatShare, idleShare } = assumptions;
  const hours = (survey.photos / rate.photosPerS / 3600) * (1 + repeatShare) * (1 + idleShare);
  return {
    title: workers[options.backend].title,
    rate,
    hours,
    hoursFormula: `${figure(survey.photos)} photos / ${figure(rate.photosPerS)} photos/s (${rate.rateFormula}) x ${1 + repeatShare} repeats x ${1 + idleShare} idle`,
    usd: hours * rate.usdPerHour,
  };
}
