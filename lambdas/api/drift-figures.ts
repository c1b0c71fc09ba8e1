import pLimit from 'p-limit';
import type { Platform } from '#platform/platform.ts';
import { driftReference } from '../drift-reference.ts';
import { currentRuns, type CurrentRun } from '../watch-drift/current-runs.ts';
import { figureReader, type JudgedRun, judgeRun } from '../watch-drift/judge-run.ts';
import type { ApiCall } from './field.ts';
import { enumName } from './names.ts';

/** Days back, when the client does not say. */
export const usualDays = 90;
/** Flights of one answer, the latest. */
const mostFlights = 200;
const atOnce = 16;

/**
 * How a model judged its flights of the last days, each against what the model was when it was made, as watch-drift
 * judges them; null where there is none. Simulated flights count only as long as there are no others.
 */
export async function driftFigures(
  { platform }: ApiCall,
  { modelId, days }: { readonly modelId: string; readonly days: number },
): Promise<object | null> {
  const all = await currentRuns(platform, { withSimulated: true, modelId });
  const since = platform.clock.now().getTime() - days * 86_400_000;
  const late = all.filter(({ finishedAt }) => finishedAt >= since);
  const real = late.filter(({ simulated }) => !simulated);
  const judged = await judgeAll(platform, (real.length > 0 ? real : late).slice(0, mostFlights), all);
  if (judged.length === 0) return null;
  const reference = await driftReference(platform.objects, modelId);
  return {
    modelId,
    reference: reference?.histogram ?? null,
    simulated: real.length === 0,
    points: judged.toSorted(byDay).map(pointOf),
  };
}

async function judgeAll(
  platform: Platform,
  runs: readonly CurrentRun[],
  all: readonly CurrentRun[],
): Promise<JudgedRun[]> {
  const limit = pLimit(atOnce);
  const parts = { platform, figuresOf: figureReader(platform) };
  const judged = await Promise.all(runs.map((run) => limit(() => judgeRun(parts, run, all))));
  return judged.filter((one) => one !== undefined);
}

function byDay({ judgement: a }: JudgedRun, { judgement: b }: JudgedRun): number {
  if (a.surveyDate !== b.surveyDate) return a.surveyDate < b.surveyDate ? -1 : 1;
  return a.flightId < b.flightId ? -1 : 1;
}

function pointOf({ judgement, figures }: JudgedRun): object {
  const { surveyDate, flightId, runId, level, cause, missesTooMany, unsureShare, audit } = judgement;
  const isCompared = level !== 'not-compared';
  return {
    day: surveyDate,
    flightId,
    runId,
    tiles: figures.tiles,
    histogram: figures.histogram,
    level: enumName(level),
    cause: enumName(cause),
    missesTooMany,
    psi: isCompared ? judgement.all.psi : null,
    psiShown: isCompared ? judgement.shown.psi : null,
    lowConfidenceShare: unsureShare,
    agreement: audit.agreement ?? null,
    answered: audit.answered,
  };
}
