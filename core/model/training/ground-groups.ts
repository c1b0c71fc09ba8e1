import { degreeLengths } from '../../geo/ellipsoid.ts';

/** A place on the ground. */
export interface GroundPlace {
  readonly lat: number;
  readonly lon: number;
}

/**
 * Side of a cell of ground, metres: tiles of one cell show the same plants in the same light, and must not lie on both sides of a
 * split. About half of what a photo from 10 m covers.
 */
export const groundCellM = 8;

/** A name per place: places in the same cell of ground have the same. Cells are counted from the southernmost and westernmost place. */
export function groundGroups(places: readonly GroundPlace[], cellM = groundCellM): string[] {
  const south = Math.min(...places.map(({ lat }) => lat));
  const west = Math.min(...places.map(({ lon }) => lon));
  const { latM, lonM } = degreeLengths(south);
  return places.map(({ lat, lon }) => {
    const north = Math.floor(((lat - south) * latM) / cellM);
    const east = Math.floor(((lon - west) * lonM) / cellM);
    return `ground ${east}.${north}`;
  });
}
