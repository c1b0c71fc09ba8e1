import { z } from 'zod';
import { flightIdSchema } from '../flight/manifest.ts';
import { photoIdSchema } from '../flight/run.ts';

/** What a biologist says of a tile. */
export const answerSchema = z.enum(['hogweed', 'not-hogweed', 'unsure', 'bad-image']);
export type Answer = z.infer<typeof answerSchema>;

/** What it is instead of giant hogweed, where the biologist knows. */
export const lookAlikeSchema = z.enum([
  'hogweed-common',
  'angelica',
  'cow-parsley',
  'butterbur',
  'burdock',
  'rhubarb',
  'elder',
  'lupin',
  'crop',
  'mown-grass',
  'shadow',
  'other',
]);
export type LookAlike = z.infer<typeof lookAlikeSchema>;

/** Longest note, characters. */
export const maxNoteLength = 1_000;

/** A rectangle in pixels of the photo as stored. */
const boxSchema = z.strictObject({
  leftPx: z.number().min(0),
  topPx: z.number().min(0),
  widthPx: z.number().positive(),
  heightPx: z.number().positive(),
});

/** One answer of one person on one tile, as it is kept for ever. Nothing changes a label; another one may withdraw it. */
export const labelSchema = z.strictObject({
  flightId: flightIdSchema,
  photoId: photoIdSchema,
  /** As `formatTiling` writes it. */
  tiling: z.string().max(40),
  /** Index of the tile within the photo. */
  tile: z.int().min(0),
  /** 1, 2, 3 ... within the tile. */
  seq: z.int().min(1),
  /** 20 hexadecimal digits; the same call again makes the same id. */
  labelId: z.string().regex(/^[0-9a-f]{20}$/),
  /** Of a withdrawal: what the withdrawn label had said. */
  answer: answerSchema,
  lookAlike: lookAlikeSchema.exactOptional(),
  note: z.string().max(maxNoteLength).exactOptional(),
  /** Id of the person. */
  who: z.string().min(1).max(128),
  /** ISO 8601, UTC. */
  at: z.iso.datetime(),
  /** Part of a decision over many tiles at once. */
  bulk: z.boolean().exactOptional(),
  /** Given without sight of the first answer. */
  secondOpinion: z.boolean().exactOptional(),
  /** The label that this one takes back; it says nothing else. */
  withdraws: z.string().exactOptional(),
  /** Where the tile lies in the photo: tilings in metres may move with a photo's height, the labelled pixels do not. */
  box: boxSchema,
  /** Path of the photo below the flight's folder. */
  photoName: z.string().exactOptional(),
  /** Size of the photo. */
  widthPx: z.int().positive(),
  heightPx: z.int().positive(),
  /** Where on the ground the tile's plant would stand, for splits by ground; absent for photos without a place. */
  place: z
    .strictObject({ lat: z.number(), lon: z.number(), uncertaintyM: z.number(), tileSizeM: z.number() })
    .exactOptional(),
  /** What the model had said, where one had. */
  confidence: z.number().min(0).max(1).exactOptional(),
  modelId: z.string().exactOptional(),
  runId: z.string().exactOptional(),
  /** Why the tile was asked about; absent: a person came upon it on a photo's grid. */
  reason: z.enum(['uncertain', 'audit']).exactOptional(),
});
export type Label = z.infer<typeof labelSchema>;

/** Every answer. */
export const answers = answerSchema.options;
/** Every look-alike. */
export const lookAlikes = lookAlikeSchema.options;
