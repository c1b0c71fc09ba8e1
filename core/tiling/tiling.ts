import { z } from 'zod';
import { UmbelError } from '../errors.ts';

/** How a photo is split into tiles; the model declares the one it was trained for. */
export const tilingSchema = z.union([
  /** Columns and rows, whatever the photo's size. */
  z.strictObject({ grid: z.tuple([z.int().min(1).max(256), z.int().min(1).max(256)]) }),
  /** Square tiles of `sizePx` photo pixels that overlap by `overlapPx`. */
  z
    .strictObject({ sizePx: z.int().min(16).max(8192), overlapPx: z.int().min(0) })
    .refine((t) => t.overlapPx <= t.sizePx / 2, 'overlapPx must be at most half of sizePx'),
  /** Square tiles of `sizeM` metres of ground that overlap by `overlapM`: the same ground at any height. */
  z
    .strictObject({ sizeM: z.number().min(0.1).max(1000), overlapM: z.number().min(0) })
    .refine((t) => t.overlapM <= t.sizeM / 2, 'overlapM must be at most half of sizeM'),
]);

export type Tiling = z.infer<typeof tilingSchema>;

/** The tiling of the first system: used where no model says otherwise. */
export const defaultTiling: Tiling = { grid: [2, 2] };

/** The tiling as people write it: `grid:2x2`, `px:512,64`, `m:2.5,0.5`. */
export function formatTiling(tiling: Tiling): string {
  if ('grid' in tiling) return `grid:${tiling.grid[0]}x${tiling.grid[1]}`;
  if ('sizePx' in tiling) return `px:${tiling.sizePx},${tiling.overlapPx}`;
  return `m:${tiling.sizeM},${tiling.overlapM}`;
}

/**
 * The tiling that `text` names, the inverse of `formatTiling`.
 * @throws UmbelError `tiling.invalid`
 */
export function parseTiling(text: string): Tiling {
  const candidate = readTiling(text);
  const result = tilingSchema.safeParse(candidate);
  if (result.success) return result.data;
  throw new UmbelError({
    code: 'tiling.invalid',
    kind: 'bad-input',
    message: `"${text}" is not a tiling.`,
    hint: 'Write grid:2x2, px:512,64 (size and overlap in pixels) or m:2,0.2 (size and overlap in metres of ground).',
  });
}

function readTiling(text: string): unknown {
  const grid = /^grid:(\d+)x(\d+)$/.exec(text);
  if (grid) return { grid: [Number(grid[1]), Number(grid[2])] };
  const px = /^px:(\d+)(?:,(\d+))?$/.exec(text);
  if (px) return { sizePx: Number(px[1]), overlapPx: Number(px[2] ?? 0) };
  const m = /^m:(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?(?:e-\d+)?))?$/.exec(text);
  if (m) return { sizeM: Number(m[1]), overlapM: Number(m[2] ?? 0) };
  return undefined;
}
