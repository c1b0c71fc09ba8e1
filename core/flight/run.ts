import { z } from 'zod';
import { tilingSchema } from '../tiling/tiling.ts';
import { reviewPolicySchema } from '../review/policy.ts';
import { checkPolicySchema } from './checks.ts';
import { flightGeometrySchema, flightIdSchema } from './manifest.ts';

/** Content hash of a photo: the first 20 hexadecimal digits of its SHA-256. */
export const photoIdSchema = z.string().regex(/^[0-9a-f]{20}$/);

/** One pass of one model over one flight, as every step of the workflow carries it. */
export const runSchema = z.strictObject({
  runId: z.string().min(1).max(80),
  flightId: flightIdSchema,
  /** The pinned model; null: no model is in production, the flight is only prepared for labelling. */
  modelId: z.string().nullable(),
  sheet: z.strictObject({ tiling: tilingSchema, tilePx: z.int().min(16).max(1024) }),
  /** Confidence from which a tile is a detection. */
  threshold: z.number().min(0).max(1),
  review: reviewPolicySchema,
  geometry: flightGeometrySchema.optional(),
  /** What a failed check of a stage does; absent: it stands in the results. */
  checks: checkPolicySchema.optional(),
  /** Place of the first photo: taken for the take-off where flight.json names a terrain, but no take-off. */
  assumedTakeOff: z.strictObject({ lat: z.number(), lon: z.number() }).optional(),
  /** When the workflow started, ISO 8601. */
  startedAt: z.iso.datetime(),
});
export type Run = z.infer<typeof runSchema>;

/** One line of `photos.jsonl`: a photo to be tiled and scored. */
export const photoLineSchema = z.strictObject({
  photoId: photoIdSchema,
  name: z.string(),
  /** Key in the uploads bucket. */
  key: z.string(),
  sizeBytes: z.int().min(0),
  /** What the manifest says of the content; checked when the photo is read. */
  sha256: z.string().optional(),
  /** True when some of the photo's tiles go to review whatever their confidence. */
  audit: z.boolean(),
});
export type PhotoLine = z.infer<typeof photoLineSchema>;

/** What a Distributed Map hands to a batch of photos. */
export const photoBatchSchema = z.strictObject({
  BatchInput: z.strictObject({ run: runSchema }),
  Items: z.array(photoLineSchema).min(1),
});
export type PhotoBatch = z.infer<typeof photoBatchSchema>;

/** One line of `review.jsonl`: a photo and the tiles of it that biologists are asked about. */
export const reviewLineSchema = photoLineSchema.extend({
  tiles: z.array(z.strictObject({ index: z.int().min(0), reason: z.enum(['uncertain', 'audit']) })).min(1),
});
export type ReviewLine = z.infer<typeof reviewLineSchema>;

/** What a Distributed Map hands to a batch of photos whose tiles are to be cut. */
export const reviewBatchSchema = z.strictObject({
  BatchInput: z.strictObject({ run: runSchema }),
  Items: z.array(reviewLineSchema).min(1),
});

/** A message on the inference queue. The token reports the outcome to the workflow. */
export const workerMessageSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('check-sanity'), taskToken: z.string(), run: runSchema }),
  z.strictObject({
    kind: z.literal('score-photos'),
    taskToken: z.string(),
    run: runSchema,
    photos: z.array(photoLineSchema).min(1),
  }),
]);
export type WorkerMessage = z.infer<typeof workerMessageSchema>;

/** What people may ask for beside "the production model at its own tiling". */
export const runRequestSchema = z.strictObject({
  modelId: z.string().optional(),
  tiling: tilingSchema.optional(),
  review: reviewPolicySchema.optional(),
  /** Wins over flight.json, stage by stage. */
  checks: checkPolicySchema.optional(),
  /** Digest of what lay in the folder, where it may differ from the manifest. */
  folderDigest: z.string().optional(),
  /** Raised by one to do the same work again on purpose. */
  attempt: z.int().min(1).default(1),
});
export type RunRequest = z.infer<typeof runRequestSchema>;

/** Input of the workflow `flight`. */
export const flightInputSchema = z.strictObject({
  runId: z.string(),
  flightId: flightIdSchema,
  /** Bucket and key of flight.json. */
  manifest: z.strictObject({ bucket: z.string(), key: z.string(), sha256: z.string() }),
  request: runRequestSchema,
});
export type FlightInput = z.infer<typeof flightInputSchema>;

/** A list of photos: JSON lines in the work bucket. */
const photoListSchema = z.strictObject({ bucket: z.string(), key: z.string(), count: z.int().min(0) });

/** Answer of open-flight. */
export const openFlightResultSchema = z.strictObject({
  run: runSchema,
  /** Photos to do. */
  photos: photoListSchema,
  scored: z.boolean(),
});
export type OpenFlightResult = z.infer<typeof openFlightResultSchema>;

/** Answer of plan-review. */
export const planReviewResultSchema = z.strictObject({
  /** Photos to cut tiles from: `review.jsonl`. */
  photos: photoListSchema,
  /** Tiles to cut. */
  tiles: z.int().min(0),
});
export type PlanReviewResult = z.infer<typeof planReviewResultSchema>;
