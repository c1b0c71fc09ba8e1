import { z } from 'zod';
import { UmbelError } from '#core/errors.ts';
import { tilingSchema } from '#core/tiling/tiling.ts';
import { describeZodError } from '#core/validation.ts';

/** Everything that decides a training: the command line and the container read theirs into this. */
export const trainJobSchema = z.strictObject({
  /** Folder with the folders hogweed and background. */
  tiles: z.string().min(1),
  /** Folder that the package is written to. */
  out: z.string().min(1),
  seed: z.int().min(0).max(1_000_000).default(1),
  /** Default: as many as the rarer class needs, see `epochsFor`. */
  epochs: z.int().min(1).max(10_000).optional(),
  engine: z.enum(['tfjs-wasm', 'tfjs-node']).optional(),
  /** Side of a tile as the network sees it, pixels; a multiple of 16, so that sheets fit. */
  tilePx: z.int().min(32).max(512).multipleOf(16).default(64),
  batch: z.int().min(2).max(1024).default(32),
  learningRate: z.number().positive().max(1).default(0.002),
  /** True: folds over all ground, and all tiles are learned from; false: one part of the ground is held out. Default: folds up to 5,000 tiles. */
  crossValidation: z.boolean().optional(),
  folds: z.int().min(2).max(20).default(5),
  /** Epochs without progress on the held-out ground after which training ends. */
  patience: z.int().min(1).default(8),
  /** Share of the hogweed tiles that must be found: decides the threshold. Default: the best F1 decides. */
  recall: z.number().gt(0).max(1).optional(),
  /** CSV with the columns file and group. */
  groups: z.string().optional(),
  /** Folder of the package to go on from. */
  backbone: z.string().optional(),
  skipUnreadable: z.boolean().default(false),
  /** Folder of the checkpoints; default `<out>.training`. */
  checkpoints: z.string().optional(),
  /** Forget the checkpoints of an earlier, interrupted training. */
  fresh: z.boolean().default(false),
  /** Networks trained side by side; default one for each processor. */
  threads: z.int().min(1).max(64).optional(),
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,38}$/, 'must be small letters, digits and hyphens')
    .default('hogweed'),
  title: z.string().max(200).default('Giant hogweed'),
  licence: z.string().default('not stated'),
  /** Id of the label snapshot that the tiles are from. */
  snapshotId: z.string().optional(),
  tiling: tilingSchema.optional(),
  /** How it was asked for: goes into the package. */
  command: z.string().default('umbel train'),
});

export type TrainJob = z.infer<typeof trainJobSchema>;
export type TrainJobInput = z.input<typeof trainJobSchema>;

/**
 * The job with defaults filled in.
 * @throws UmbelError `training.option-invalid`
 */
export function parseTrainJob(input: unknown): TrainJob {
  const result = trainJobSchema.safeParse(input);
  if (result.success) return result.data;
  throw new UmbelError({
    code: 'training.option-invalid',
    kind: 'bad-input',
    message: `The training cannot be done as asked: ${describeZodError(result.error)}.`,
    hint: 'See `umbel train --help` for every option with its unit and default.',
  });
}

/** How often tiles of the rarer class must be seen, all together, by a network from scratch; found on 202 hogweed tiles among 682. */
const leastViews = 2_400;

/** Epochs for tiles of these labels: 12 for 202 hogweed tiles, fewer for more, for what counts is how often the rarer class is seen. */
export function epochsFor(labels: ArrayLike<number>): number {
  let hogweed = 0;
  for (let i = 0; i < labels.length; i++) hogweed += labels[i]! > 0 ? 1 : 0;
  return Math.max(8, Math.min(60, Math.ceil(leastViews / Math.min(hogweed, labels.length - hogweed))));
}

/** Whether the job trains folds over all ground. */
export function usesFolds({ crossValidation }: TrainJob, tiles: number): boolean {
  return crossValidation ?? tiles <= 5_000;
}
