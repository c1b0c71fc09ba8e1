import { noPlace, placeOrder } from '#core/lake/place-order.ts';

/** Bits of a double that hold whole numbers. */
const exactBits = 53;

/**
 * Row numbers in the order of the places, those without one (NaN) last; rows of one place keep their order. Place and row
 * number are packed into one double: numbers sort ten times as fast without a comparison in JavaScript.
 */
export function orderByPlace(lats: Float64Array, lons: Float64Array): Uint32Array {
  const packed = new Float64Array(lats.length);
  let least = noPlace;
  let most = 0;
  for (let i = 0; i < packed.length; i++) {
    const place = placeOrder(lats[i]!, lons[i]!);
    packed[i] = place;
    if (place < least) least = place;
    // Rows without a place do not stretch the range of those with one.
    if (place !== noPlace && place > most) most = place;
  }
  const perRow = 2 ** Math.ceil(Math.log2(packed.length + 1));
  const range = Math.max(1, most - least + 2);
  // Where rows lie far apart the last bits of the place are left out: neighbours within metres may change places.
  const step = Math.max(1, 2 ** Math.ceil(Math.log2(range * perRow) - exactBits + 1));
  for (let i = 0; i < packed.length; i++)
    packed[i] = Math.floor(Math.min(packed[i]! - least, range) / step) * perRow + i;
  packed.sort();
  return Uint32Array.from(packed, (value) => value % perRow);
}
