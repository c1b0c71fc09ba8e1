import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import { hashText } from '#core/simulate/random.ts';
import type { Scene } from '#core/simulate/scene.ts';

/** Raise it whenever the same options give other bytes: a folder of an older version is then not taken for this one's. */
const simulatorVersion = 1;

const numberOf = (low: number, high: number) => z.number().min(low).max(high);

/** Everything that decides the bytes of a simulated flight. */
const flightSchema = z.strictObject({
  photos: z.int().min(1).max(9999).default(24),
  seed: z.int().min(0).max(4_294_967_295).default(1),
  /** Flying height above ground in metres. */
  height: numberOf(5, 150).default(40),
  /** 1-sigma of the GPS position per axis, metres. */
  gpsSigma: numberOf(0, 50).default(1.5),
  yawSigma: numberOf(0, 45).default(1),
  pitchSigma: numberOf(0, 10).default(0.3),
  /** Forward overlap in percent. */
  overlap: numberOf(0, 95).default(75),
  sideOverlap: numberOf(0, 95).default(60),
  plantsPerHa: numberOf(0, 2000).default(60),
  /** Width of the photos in pixels; the height follows, 3:2. */
  width: z.int().min(96).max(8192).default(5472),
  season: z.enum(['spring', 'summer']).optional(),
  origin: z
    .strictObject({ lat: numberOf(-80, 80), lon: numberOf(-180, 180) })
    .default({ lat: 56.1, lon: 9.5 }),
  /** JPEG quality. */
  quality: z.int().min(40).max(100).default(88),
});

const optionsSchema = flightSchema.extend({
  dir: z.string().min(1),
  /** Photos rendered at the same time; makes no difference to the bytes. Default: one for each processor. */
  threads: z.int().min(1).max(256).optional(),
});

/** What the main thread hands to a rendering thread at its start. */
export const workerTaskSchema = z.strictObject({
  recipe: flightSchema,
  dir: z.string(),
  /** Painted once, in shared memory. */
  scene: z.custom<Scene>((value) => typeof value === 'object' && value !== null && 'sprites' in value),
});

export type WorkerTask = z.infer<typeof workerTaskSchema>;
export type FlightRecipe = z.infer<typeof flightSchema>;
export type SimulateOptions = z.infer<typeof optionsSchema>;
/** What a caller may leave out is left to the defaults. */
export type SimulateInput = z.input<typeof optionsSchema>;

/**
 * The options with defaults filled in.
 * @throws UmbelError `simulate.option-invalid` naming the first bad option and its limits
 */
export function parseSimulateOptions(input: unknown): SimulateOptions {
  const result = optionsSchema.safeParse(input);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const name = String(issue?.path[0] ?? 'options');
  throw new UmbelError({
    code: 'simulate.option-invalid',
    kind: 'bad-input',
    message: `The option ${flagOf(name)} ${issue === undefined ? 'is not usable' : wrongWith(issue)}.`,
    hint: 'See `umbel simulate --help` for every option with its unit and default.',
    details: { option: name },
  });
}

/** What is wrong, as the end of a sentence: `must be at most 150`. */
function wrongWith(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return `must be at least ${issue.minimum}`;
    case 'too_big':
      return `must be at most ${issue.maximum}`;
    case 'invalid_value':
      return `must be ${issue.values.join(' or ')}`;
    case 'invalid_type':
      return `must be ${issue.expected === 'int' ? 'a whole number' : `a ${issue.expected}`}`;
    default:
      return `is not usable: ${issue.message}`;
  }
}

/** `gpsSigma` -> `--gps-sigma`. */
function flagOf(name: string): string {
  if (name === 'dir') return 'DIR';
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** The part of the options that decides the bytes, in a fixed order. */
export function recipeOf(options: SimulateOptions): FlightRecipe {
  const { dir: _dir, threads: _threads, ...recipe } = options;
  return recipe;
}

/** A name for the flight that differs whenever any byte-deciding option differs: `sim-<seed>-<8 hex>`. */
export function flightIdOf(recipe: FlightRecipe): string {
  const entries = Object.entries(recipe).sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = hashText(JSON.stringify([simulatorVersion, entries]));
  return `sim-${recipe.seed}-${hash.toString(16).padStart(8, '0')}`;
}
