import { degreeLengths, wrapLon } from '../geo/ellipsoid.ts';
import type { PhotoFootprint } from '../sighting/detection.ts';
import { contains, type Point } from '../sighting/hull.ts';

/** Cells to a degree of latitude: 22 m high. */
const cellsPerDeg = 5000;

/** One cell of the fixed grid that at least one photo shows. */
export interface CoverageCell {
  /** `<row>_<column>` in the grid of the Earth. */
  readonly cellId: string;
  /** Its middle. */
  readonly lat: number;
  readonly lon: number;
  readonly areaM2: number;
  /** Photos whose outline holds its middle. */
  readonly photos: number;
}

/**
 * The cells of ground that photos show. A cell counts when its middle lies in an outline: too many at one edge are too
 * few at the other, so the area is right on average. The grid is the same for every flight, so flights and years compare
 * cell by cell.
 */
export function coverageOf(photos: readonly PhotoFootprint[]): CoverageCell[] {
  const seen = new Map<string, { readonly row: number; readonly column: number; photos: number }>();
  for (const { footprint } of photos) {
    if (footprint.length < 3) continue;
    for (const { row, column } of cellsInside(footprint)) {
      const id = `${row}_${column}`;
      const cell = seen.get(id);
      if (cell === undefined) seen.set(id, { row, column, photos: 1 });
      else cell.photos++;
    }
  }
  return [...seen].map(([cellId, { row, column, photos: count }]) => {
    const lat = middleOf(row);
    const perDeg = columnsPerDeg(row);
    const { latM, lonM } = degreeLengths(lat);
    const areaM2 = (latM / cellsPerDeg) * (lonM / perDeg);
    return { cellId, lat, lon: (column + 0.5) / perDeg, areaM2, photos: count };
  });
}

/** The cell that holds a place. */
export function cellIdOf(lat: number, lon: number): string {
  const row = Math.floor(lat * cellsPerDeg);
  return `${row}_${Math.floor(wrapLon(lon) * columnsPerDeg(row))}`;
}

function* cellsInside(
  footprint: readonly (readonly [number, number])[],
): Generator<{ row: number; column: number }> {
  const ring: Point[] = footprint.map(([x, y]) => ({ x, y }));
  const lons = ring.map(({ x }) => x);
  const lats = ring.map(({ y }) => y);
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  for (let row = Math.floor(Math.min(...lats) * cellsPerDeg); middleOf(row) <= Math.max(...lats); row++) {
    const perDeg = columnsPerDeg(row);
    for (let column = Math.floor(west * perDeg); column <= Math.floor(east * perDeg); column++) {
      const lon = (column + 0.5) / perDeg;
      if (!contains(ring, { x: lon, y: middleOf(row) })) continue;
      // Outlines run on past 180 degrees; cells do not.
      yield { row, column: Math.floor(wrapLon(lon) * perDeg) };
    }
  }
}

function middleOf(row: number): number {
  return (row + 0.5) / cellsPerDeg;
}

/** Columns to a degree of longitude, so that cells stay about square: constant over a degree of latitude. */
function columnsPerDeg(row: number): number {
  const lat = Math.floor(Math.abs(middleOf(row))) + 0.5;
  return Math.max(1, Math.round(cellsPerDeg * Math.cos((lat * Math.PI) / 180)));
}
