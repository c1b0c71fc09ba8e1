import type { Calibration } from './calibration.ts';
import { type CostLine, sumUsd } from './cost-lines.ts';
import { type Counts, countsOf } from './counts.ts';
import { objectLines, tableLines, threatLine, watchLines } from './data-lines.ts';
import { fixedLines } from './fixed-lines.ts';
import { lambdaLines } from './lambda-lines.ts';
import { ownMachine, type OwnMachine } from './own-machine.ts';
import { type PlanOptions } from './options.ts';
import { priceList } from './prices.ts';
import { type Remembered, rememberedCosts } from './remembered.ts';
import { storageMonths, type StorageMonth, storedBytes } from './storage.ts';
import { planSurvey, type Survey } from './survey.ts';
import { uploadLines } from './upload-lines.ts';
import { workerCost, type WorkerCost } from './worker-lines.ts';
import { workflowLines } from './workflow-lines.ts';

/** Cost and time of a survey. US dollars. */
export interface Plan {
  readonly options: PlanOptions;
  readonly calibration: Calibration;
  readonly prices: typeof priceList;
  readonly survey: Survey;
  readonly counts: Counts;
  /** Once: the photos come in. */
  readonly upload: readonly CostLine[];
  /** Each time a model goes over all photos; the workers are beside them. */
  readonly pass: readonly CostLine[];
  readonly workers: WorkerCost;
  /** The same work with `umbel run` on the machine that was measured. */
  readonly ownMachine: OwnMachine;
  readonly fixed: readonly CostLine[];
  readonly stored: Readonly<Record<string, number>>;
  readonly storage: readonly StorageMonth[];
  readonly totals: PlanTotals;
  /** What rests on prices that nobody has checked. */
  readonly remembered: Remembered;
}

export interface PlanTotals {
  readonly uploadUsd: number;
  /** One pass without workers and without storage: what the design speaks of. */
  readonly passUsd: number;
  readonly workersUsd: number;
  readonly fixedMonthUsd: number;
  readonly storageFirstMonthUsd: number;
  readonly storageYearUsd: number;
  /** Upload, one pass, workers, a year of storage and of the deployment. */
  readonly firstYearUsd: number;
  readonly uploadDays: number;
  readonly flyingHours: number;
  /** Days for the workers alone, all of them busy. */
  readonly scoringDays: number;
  /** Hours of people at 2 seconds a tile. */
  readonly reviewHours: number;
}

const secondsPerAnswer = 2;

/** The plan of a survey; pure arithmetic on the options, the calibration and the price list. */
export function makePlan(options: PlanOptions, calibration: Calibration): Plan {
  const survey = planSurvey(options);
  const counts = countsOf(survey, options);
  const upload = uploadLines(survey);
  const objects = objectLines(counts);
  const pass = [
    ...lambdaLines(survey, counts, calibration),
    ...workflowLines(survey, counts, calibration),
    ...objects,
    threatLine(objects),
    ...tableLines(survey, counts),
    ...watchLines(counts, options.queriesPerMonth),
  ];
  const workers = workerCost(survey, options, calibration);
  const fixed = fixedLines();
  const storage = storageMonths(survey, counts, options.months);
  const parts = { survey, counts, upload, pass, workers, fixed, storage };
  const plan = {
    options,
    calibration,
    prices: priceList,
    ...parts,
    ownMachine: ownMachine(survey, counts, calibration),
    stored: storedBytes(survey, counts),
    totals: totalsOf(options, parts),
  };
  return { ...plan, remembered: rememberedCosts(plan) };
}

type Parts = Pick<Plan, 'survey' | 'counts' | 'upload' | 'pass' | 'workers' | 'fixed' | 'storage'>;

function totalsOf(options: PlanOptions, parts: Parts): PlanTotals {
  const { survey, counts, workers } = parts;
  const uploadUsd = sumUsd(parts.upload);
  const passUsd = sumUsd(parts.pass);
  const fixedMonthUsd = sumUsd(parts.fixed);
  const year = storageMonths(survey, counts, 12);
  const storageYearUsd = year.reduce((sum, { totalUsd }) => sum + totalUsd, 0);
  return {
    uploadUsd,
    passUsd,
    workersUsd: workers.usd,
    fixedMonthUsd,
    storageFirstMonthUsd: year[0]?.totalUsd ?? 0,
    storageYearUsd,
    firstYearUsd: uploadUsd + passUsd + workers.usd + storageYearUsd + 12 * fixedMonthUsd,
    uploadDays: (survey.totalBytes * 8) / (options.uplinkMbitPerS * 1e6) / 86_400,
    flyingHours: survey.flyingHours,
    scoringDays: workers.hours / options.workersMax / 24,
    reviewHours: (counts.reviewTiles * secondsPerAnswer) / 3600,
  };
}
