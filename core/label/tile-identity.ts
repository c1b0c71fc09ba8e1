import { UmbelError } from '../errors.ts';
import { flightIdSchema } from '../flight/manifest.ts';
import { photoIdSchema } from '../flight/run.ts';
import { maxTilesPerPhoto } from '../tiling/plan.ts';
import { formatTiling, parseTiling } from '../tiling/tiling.ts';

/** A tile whatever run made it: labels outlive runs. */
export interface TileIdentity {
  readonly flightId: string;
  readonly photoId: string;
  /** As `formatTiling` writes it: `grid:2x2`, `px:512,64`, `m:2,0.2`. */
  readonly tiling: string;
  /** Index of the tile within the photo, row by row. */
  readonly tile: number;
}

/** The identity as one text, fit for links: `<flight>/<photo>/<tiling>/<index>`. */
export function formatTileId({ flightId, photoId, tiling, tile }: TileIdentity): string {
  return `${flightId}/${photoId}/${tiling}/${tile}`;
}

/**
 * The identity that `text` names, the inverse of `formatTileId`.
 * @throws UmbelError `tile.id-invalid`
 */
export function parseTileId(text: string): TileIdentity {
  const parts = text.length <= 160 ? text.split('/') : [];
  const [flightId = '', photoId = '', tiling = '', index = ''] = parts;
  const valid =
    parts.length === 4 &&
    flightIdSchema.safeParse(flightId).success &&
    photoIdSchema.safeParse(photoId).success &&
    isTiling(tiling) &&
    /^(?:0|[1-9]\d{0,5})$/.test(index) &&
    Number(index) < maxTilesPerPhoto;
  if (valid) return { flightId, photoId, tiling, tile: Number(index) };
  throw new UmbelError({
    code: 'tile.id-invalid',
    kind: 'bad-input',
    message: `"${text.slice(0, 160)}" names no tile.`,
    hint: 'A tile is named <flight>/<photo>/<tiling>/<index>, for example meadow/0123456789abcdef0123/grid:2x2/3.',
  });
}

/** Whether a text is a tiling in the one way in which it is written: of several spellings only one is a key. */
function isTiling(text: string): boolean {
  try {
    return formatTiling(parseTiling(text)) === text;
  } catch {
    return false;
  }
}
