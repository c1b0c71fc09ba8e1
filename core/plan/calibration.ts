import { z } from 'zod';
import { UmbelError } from '../errors.ts';
import { describeZodError } from '../validation.ts';
import { type CostStage, costStages, type StageCost, type StageCosts, stageCostKeys } from './stage-cost.ts';

/** CPU seconds of one core, measured on one machine. */
export interface Calibration extends StageCosts {
  readonly measuredAt: string;
  readonly machine: string;
}

const benchSchema = z.object({
  schema: z.literal('umbel.bench/1'),
  measuredAt: z.iso.datetime(),
  machine: z.string(),
  rows: z.array(z.object({ name: z.string(), figures: z.record(z.string(), z.number()).optional() })),
});

const seconds = z.number().nonnegative();
const stageSchema = z.strictObject({ runS: seconds, photoS: seconds, megapixelS: seconds, tileS: seconds });

/** Name of the row of the bench whose figures are a calibration. */
export const calibrationRow = 'calibrate: CPU by stage';

/** The figures of a calibration as a row of the bench holds them: `tile.photoS` and so on. */
export function figuresOf({ stages, inferTileS }: StageCosts) {
  const entries = costStages.flatMap((stage) =>
    stageCostKeys.map((key) => [`${stage}.${key}`, stages[stage][key]] as const),
  );
  return Object.fromEntries([...entries, ['inferTileS', inferTileS] as const]);
}

/**
 * The calibration in the output of `npm run bench -- calibrate --json`.
 * @throws UmbelError `plan.calibration-invalid`
 */
export function parseCalibration(text: string, file: string): Calibration {
  const bench = benchSchema.safeParse(parseJson(text, file));
  if (!bench.success) throw invalid(file, describeZodError(bench.error));
  const { measuredAt, machine, rows } = bench.data;
  const figures = rows.find(({ name }) => name === calibrationRow)?.figures;
  if (figures === undefined) throw invalid(file, `it has no row "${calibrationRow}"`);
  const stages = Object.fromEntries(
    costStages.map((stage) => [stage, stageOf(figures, stage, file)] as const),
  ) as Record<CostStage, StageCost>;
  const inferTileS = z.number().positive().safeParse(figures['inferTileS']);
  if (!inferTileS.success) throw invalid(file, `inferTileS: ${describeZodError(inferTileS.error)}`);
  return { measuredAt, machine, stages, inferTileS: inferTileS.data };
}

function stageOf(figures: Readonly<Record<string, number>>, stage: CostStage, file: string): StageCost {
  const own = Object.fromEntries(stageCostKeys.map((key) => [key, figures[`${stage}.${key}`]]));
  const found = stageSchema.safeParse(own);
  if (found.success) return found.data;
  throw invalid(file, `the figures of ${stage} are incomplete: ${describeZodError(found.error)}`);
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw invalid(file, cause instanceof Error ? cause.message : String(cause));
  }
}

function invalid(file: string, why: string): UmbelError {
  return new UmbelError({
    code: 'plan.calibration-invalid',
    kind: 'bad-input',
    message: `${file} is no calibration: ${why}`,
    hint: 'Make one with npm run --silent bench -- calibrate --json > FILE.',
  });
}
