import { assessDrift } from '#core/drift/assess.ts';
import { auditFindings, missesTooMany } from '#core/drift/audit-answers.ts';
import type { JudgedFlight } from '#core/drift/drift-report.ts';
import { type FlightFigures, flightFiguresSchema } from '#core/drift/flight-figures.ts';
import { driftFiguresKey } from '#core/flight/keys.ts';
import type { Label } from '#core/label/label.ts';
import { requireEnvironment } from '#platform/environment.ts';
import { isObjectNotFound } from '#platform/object-errors.ts';
import type { Platform } from '#platform/platform.ts';
import { driftReference } from '../drift-reference.ts';
import type { CurrentRun } from './current-runs.ts';

/** Earlier flights of a model that tell what is usual. */
const earlierFlights = 30;

/** A run as it is judged, and what it is judged by. */
export interface JudgedRun {
  readonly judgement: JudgedFlight;
  readonly figures: FlightFigures;
  /** Shares that were expected in each bin of confidence. */
  readonly expected: readonly number[];
}

/** What runs are judged by; undefined where it is gone: deleted meanwhile, or of a version that kept none. */
export type FiguresOf = (run: CurrentRun) => Promise<FlightFigures | undefined>;

/**
 * The judgement over one run by its model's reference, by the model's earlier flights, and by what people said of its
 * audit; undefined where its figures are gone.
 * @param runs in which the earlier flights are looked for, the one that ended last first
 */
export async function judgeRun(
  { platform, figuresOf }: { readonly platform: Platform; readonly figuresOf: FiguresOf },
  run: CurrentRun,
  runs: readonly CurrentRun[],
): Promise<JudgedRun | undefined> {
  const figures = await figuresOf(run);
  if (figures === undefined) return undefined;
  const earlier: FlightFigures[] = [];
  for (const other of runs) {
    if (other.modelId !== run.modelId || other.finishedAt >= run.finishedAt) continue;
    const known = await figuresOf(other);
    if (known !== undefined && known.simulated === figures.simulated) earlier.push(known);
    if (earlier.length === earlierFlights) break;
  }
  const { expected, ...assessment } = assessDrift(
    figures,
    await driftReference(platform.objects, run.modelId),
    earlier,
  );
  const labels: Label[] = [];
  for await (const label of platform.tables.labels.list(run.flightId)) labels.push(label);
  const audit = auditFindings(figures, labels);
  const misses = missesTooMany(figures, audit);
  const alarm = assessment.level === 'alarm' || misses;
  return { judgement: { ...assessment, audit, missesTooMany: misses, alarm }, figures, expected };
}

/** Reads the figures of each run once. */
export function figureReader(platform: Platform): FiguresOf {
  const read = new Map<string, ReturnType<FiguresOf>>();
  return (run) => {
    const former = read.get(run.runId);
    if (former !== undefined) return former;
    const figures = readFigures(platform, run);
    read.set(run.runId, figures);
    return figures;
  };
}

async function readFigures(
  platform: Platform,
  { flightId, runId }: CurrentRun,
): Promise<FlightFigures | undefined> {
  const ref = { bucket: requireEnvironment('resultsBucket'), key: driftFiguresKey(flightId, runId) };
  try {
    return flightFiguresSchema.parse(JSON.parse(new TextDecoder().decode(await platform.objects.get(ref))));
  } catch (error) {
    if (isObjectNotFound(error)) return undefined;
    throw error;
  }
}
