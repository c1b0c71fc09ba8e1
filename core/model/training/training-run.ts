import { z } from 'zod';

const locationSchema = z.strictObject({
  bucket: z.string(),
  /** Folder in the bucket, with a folder per class in it: `trainings/2027-05/tiles`. */
  prefix: z.string().min(1),
});
export type TilesLocation = z.infer<typeof locationSchema>;

/** What a training may be told beside its tiles: the options of `umbel train` by their names there. */
const optionsSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

/** Input of the workflow `training`. */
export const trainingInputSchema = z.strictObject({
  trainingId: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/, 'must be letters, digits, ., _ and -'),
  tiles: locationSchema,
  /** Ground that is not among `tiles`: candidate and production are measured on it; null: they are not compared. */
  heldOut: locationSchema.nullable(),
  options: optionsSchema,
  /** Id of the label snapshot that the tiles are from. */
  snapshotId: z.string().nullable(),
});
export type TrainingInput = z.infer<typeof trainingInputSchema>;

const tokenSchema = { taskToken: z.string(), training: trainingInputSchema };

/** What the workflow asks a training worker for. */
export const trainingMessageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('train-model'), ...tokenSchema }),
  z.strictObject({ kind: z.literal('compare-model'), ...tokenSchema }),
  z.strictObject({ kind: z.literal('register-model'), ...tokenSchema }),
]);
export type TrainingMessage = z.infer<typeof trainingMessageSchema>;

/** Folder of a training in the work bucket. */
export function trainingPrefix(trainingId: string): string {
  return `trainings/${trainingId}`;
}

/** Where the package of a training lies until it is registered. */
export function trainedPackageKey(trainingId: string, file: string): string {
  return `${trainingPrefix(trainingId)}/package/${file}`;
}
