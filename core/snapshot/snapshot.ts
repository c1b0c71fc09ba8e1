import { z } from 'zod';
import { UmbelError } from '../errors.ts';
import { describeZodError } from '../validation.ts';

/** What a tile is used for: to learn from, to choose by, or to measure with. */
export const splitNames = ['train', 'validation', 'test'] as const;
export type SplitName = (typeof splitNames)[number];

/** Classes by the names of their folders. */
export const classNames = ['hogweed', 'background'] as const;
export type ClassName = (typeof classNames)[number];

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** A labelled tile, as a line of tiles.jsonl. */
export const snapshotTileSchema = z.strictObject({
  /** File name, unique in the snapshot, with its extension. */
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*\.(?:jpg|png|webp|tiff)$/),
  label: z.enum(classNames),
  split: z.enum(splitNames),
  /** The ground, flight or photo that lies in one split as a whole. */
  group: z.string().min(1),
  /** Of the picture's bytes. */
  sha256: sha256Schema,
  sizeBytes: z.int().min(1),
  /** Where the picture is from. */
  source: z.union([
    z.strictObject({ flightId: z.string(), photoId: z.string(), tiling: z.string(), tile: z.int().min(0) }),
    /** Path below the folder that it was read from. */
    z.strictObject({ file: z.string() }),
  ]),
  place: z.strictObject({ lat: z.number(), lon: z.number() }).exactOptional(),
  /** Ids of the answers that its label follows from; none of a tile that came sorted into folders. */
  labelIds: z.array(z.string()),
  /** How many people gave them. */
  people: z.int().min(0),
});
export type SnapshotTile = z.infer<typeof snapshotTileSchema>;

/** Why tiles are not in the snapshot, and how many. */
export const leftOutSchema = z.strictObject({
  /** People disagree whether it is hogweed. */
  conflict: z.int().min(0),
  /** Nobody was sure. */
  unsure: z.int().min(0),
  badImage: z.int().min(0),
  /** Nearer to ground that is learned from than the guard. */
  guard: z.int().min(0),
  /** Split by ground, and nobody knows where it is. */
  noPlace: z.int().min(0),
  /** The very picture is there already, with the same label. */
  copy: z.int().min(0),
  /** The picture is no longer there, or cannot be read. */
  noPicture: z.int().min(0),
});
export type LeftOut = z.infer<typeof leftOutSchema>;

const splitRuleSchema = z.strictObject({
  /** `ground`: cells of ground; `group`: flights, photos or folders. */
  by: z.enum(['ground', 'group']),
  seed: z.int().min(0),
  /** Earlier snapshot whose split was kept; null: none. */
  previous: z.string().nullable(),
  /** Shares of the tiles in per cent. */
  shares: z.strictObject({ train: z.number(), validation: z.number(), test: z.number() }),
  /** Flights (or groups of a folder) that are the test part as a whole; absent: the test part is dealt out like the others. */
  heldOut: z.array(z.string()).min(1).exactOptional(),
  /** Side of a cell of ground, metres; only by ground. */
  cellM: z.number().positive().exactOptional(),
  /** Held-out tiles nearer than this to a tile that is learned from are left out, metres; only by ground. */
  guardM: z.number().min(0).exactOptional(),
});
export type SplitRule = z.infer<typeof splitRuleSchema>;

const countsSchema = z.strictObject({ hogweed: z.int().min(0), background: z.int().min(0) });
export type ClassCounts = z.infer<typeof countsSchema>;

/** `snapshot.json`: everything that decides a snapshot. The same answers and rules give the same snapshot, and the same id. */
export const snapshotSchema = z.strictObject({
  schema: z.literal('umbel.snapshot/1'),
  /** What the tiles are from: flights by their ids, or the name of a folder. */
  source: z.union([
    z.strictObject({ flights: z.array(z.string()).min(1) }),
    z.strictObject({ folder: z.string() }),
  ]),
  licence: z.string().min(1),
  /** How one label follows from several answers, in a sentence. */
  conflictRule: z.string(),
  split: splitRuleSchema,
  counts: z.strictObject({ train: countsSchema, validation: countsSchema, test: countsSchema }),
  groups: z.int().min(1),
  leftOut: leftOutSchema,
  /** SHA-256 of tiles.jsonl, which holds those of all pictures. */
  tilesSha256: sha256Schema,
});
export type Snapshot = z.infer<typeof snapshotSchema>;

const picturesPrefix = 'snapshot-pictures/';

/** Keys in the models bucket. */
export const snapshotKeys = {
  snapshot: (id: string) => `snapshots/${id}/snapshot.json`,
  tiles: (id: string) => `snapshots/${id}/tiles.jsonl`,
  /** Says that a snapshot went with a flight that was deleted. */
  withdrawn: (id: string) => `snapshots/${id}/withdrawn.json`,
  /** Pictures are kept once, however many snapshots hold them. */
  picture: ({ sha256, name }: Pick<SnapshotTile, 'sha256' | 'name'>) =>
    `${picturesPrefix}${sha256}${name.slice(name.lastIndexOf('.'))}`,
  all: 'snapshots/',
  pictures: picturesPrefix,
} as const;

/** The id of a snapshot. @param sha256 of snapshot.json as stored */
export function snapshotIdOf(sha256: string): string {
  return `snapshot-${sha256.slice(0, 12)}`;
}

/** With what the names of a flight's tiles begin; ids of flights hold no `_`, so no other flight's do. */
export function tileNameStart(flightId: string): string {
  return `${flightId}_`;
}

/** How many tiles of each class lie in each split. */
export function countTiles(tiles: readonly Pick<SnapshotTile, 'label' | 'split'>[]): Snapshot['counts'] {
  const counts = {
    train: { hogweed: 0, background: 0 },
    validation: { hogweed: 0, background: 0 },
    test: { hogweed: 0, background: 0 },
  };
  for (const { split, label } of tiles) counts[split][label]++;
  return counts;
}

/** The text of tiles.jsonl: one line a tile, in the order of names. */
export function tilesText(tiles: readonly SnapshotTile[]): string {
  const sorted = tiles.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.map((tile) => `${JSON.stringify(snapshotTileSchema.parse(tile))}\n`).join('');
}

/**
 * The tiles of tiles.jsonl.
 * @throws UmbelError `snapshot.invalid` naming the line
 */
export function parseTiles(text: string): SnapshotTile[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line, i) => {
    const result = snapshotTileSchema.safeParse(JSON.parse(line));
    if (result.success) return result.data;
    throw new UmbelError({
      code: 'snapshot.invalid',
      kind: 'configuration',
      message: `Line ${i + 1} of tiles.jsonl is no tile: ${describeZodError(result.error)}.`,
      hint: 'Make the snapshot anew; a snapshot is never edited.',
    });
  });
}
