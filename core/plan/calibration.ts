import { z } from 'zod';
import { UmbelError } from '../errors.ts';
import { describeZodError } from '../validation.ts';

/** CPU seconds of one core, measured on one machine. */
export interface Calibration {
  readonly measuredAt: string;
  readonly machine: string;
  /** Of a 20-megapixel photo: decode, resize, sheet, preview, record. */
  readonly tileS: number;
  readonly alignS: number;
  /** Of a photo while scoring, the engine left out: decode of the sheet, packing, tables. */
  readonly sheetS: number;
  /** Pixels of that sheet: the time goes with them. */
  readonly sheetPx: number;
  /** Of the engine for one tile of 64 by 64 pixels. */
  readonly inferTileS: number;
  readonly planS: number;
  /** Of a photo that review tiles are cut from. */
  readonly cutS: number;
  readonly summariseS: number;
}

const figuresSchema = z.object({
  photos: z.number().positive(),
  tilesPerPhoto: z.number().positive(),
  inferMs: z.number().positive(),
  tileMs: z.number().positive(),
  alignMs: z.number().nonnegative(),
  scoreMs: z.number().positive(),
  planMs: z.number().nonnegative(),
  cutMs: z.number().nonnegative(),
  summariseMs: z.number().nonnegative(),
});

const benchSchema = z.object({
  schema: z.literal('umbel.bench/1'),
  measuredAt: z.iso.datetime(),
  machine: z.string(),
  rows: z.array(z.object({ name: z.string(), figures: z.record(z.string(), z.number()).optional() })),
});

/** Share of the bench's photos that review tiles are cut from: 10 % audit, up to 20 % uncertain, some of them both. */
const benchCutShare = 0.28;
/** Side of a tile of the shipped model, which the bench runs. */
const benchTilePx = 64;
const milli = 1 / 1000;

/**
 * The calibration in the output of `npm run bench -- flight --json`.
 * @throws UmbelError `plan.calibration-invalid`
 */
export function parseCalibration(text: string, file: string): Calibration {
  const bench = benchSchema.safeParse(parseJson(text, file));
  if (!bench.success) throw invalid(file, describeZodError(bench.error));
  const figures = bench.data.rows.find((row) => row.figures !== undefined)?.figures;
  const found = figuresSchema.safeParse(figures ?? {});
  if (!found.success)
    throw invalid(file, `the flight's figures are incomplete: ${describeZodError(found.error)}`);
  const { tilesPerPhoto, inferMs, tileMs, alignMs, scoreMs, planMs, cutMs, summariseMs } = found.data;
  return {
    measuredAt: bench.data.measuredAt,
    machine: bench.data.machine,
    tileS: tileMs * milli,
    alignS: alignMs * milli,
    // A machine that did other things at the same time can make the engine's floor the larger one.
    sheetS: Math.max(0.005, (scoreMs - inferMs) * milli),
    sheetPx: tilesPerPhoto * benchTilePx ** 2,
    inferTileS: (inferMs * milli) / tilesPerPhoto,
    planS: planMs * milli,
    cutS: (cutMs * milli) / benchCutShare,
    summariseS: summariseMs * milli,
  };
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
    hint: 'Make one with npm run --silent bench -- flight --json > FILE.',
  });
}
