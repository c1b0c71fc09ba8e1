/** Cells of the curve along each axis: 2^22 make steps of 9.5 m around the equator. */
const levels = 22;
const side = 2 ** levels;

/** What `placeOrder` gives for NaN: rows without a place come last. */
export const noPlace = side * side;

/**
 * Where a place lies along a Hilbert curve over the Earth, 0 to 2^44: near numbers are near places, so rows sorted by it
 * lie on the map as compact patches and the statistics of a row group tell that a query need not read it.
 * Source: Hilbert 1891; the iterative form is in Warren, Hacker's Delight, 2nd ed., 16-2.
 */
export function placeOrder(lat: number, lon: number): number {
  if (Number.isNaN(lat) || Number.isNaN(lon)) return noPlace;
  let x = cellOf((lon + 180) / 360);
  let y = cellOf((lat + 90) / 180);
  let order = 0;
  for (let s = side >> 1; s > 0; s >>= 1) {
    const rx = (x & s) > 0 ? 1 : 0;
    const ry = (y & s) > 0 ? 1 : 0;
    order += s * s * ((3 * rx) ^ ry);
    if (ry === 0) {
      if (rx === 1) {
        x = s - 1 - (x & (s - 1));
        y = s - 1 - (y & (s - 1));
      }
      const swap = x;
      x = y;
      y = swap;
    }
  }
  return order;
}

function cellOf(share: number): number {
  return Math.min(side - 1, Math.max(0, Math.floor(share * side)));
}
