/** Fewest and most rows of a row group: small enough that a part of the map is a small part of the bytes, large enough that a question to all rows does not spend its time on groups. */
export interface GroupLimits {
  readonly fewest: number;
  readonly most: number;
}

export const groupLimits: GroupLimits = { fewest: 12_288, most: 24_576 };

/**
 * Rows of each row group of a file whose rows are sorted by place. A group ends where the next row lies farthest away,
 * between two flights rather than within one: a flight that lies in two groups is read twice as dear.
 * @param lats degrees in the order of the file, NaN: no place
 * @param lons as many
 */
export function rowGroupSizes(lats: Float64Array, lons: Float64Array, limits = groupLimits): number[] {
  const sizes: number[] = [];
  let start = 0;
  while (lats.length - start > limits.most) {
    const size = widestStep(lats, lons, { from: start + limits.fewest, to: start + limits.most }) - start;
    sizes.push(size);
    start += size;
  }
  sizes.push(lats.length - start);
  return sizes;
}

/** The row that lies farthest from the one before it; of equals the last, for fewer groups. */
function widestStep(
  lats: Float64Array,
  lons: Float64Array,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  let widest = -1;
  let at = to;
  for (let row = from; row <= to; row++) {
    const step = stepBefore(row, lats, lons);
    if (step < widest) continue;
    widest = step;
    at = row;
  }
  return at;
}

/** Square of the degrees between a row and the one before it. */
function stepBefore(row: number, lats: Float64Array, lons: Float64Array): number {
  const north = lats[row]! - lats[row - 1]!;
  const east = (lons[row]! - lons[row - 1]!) * Math.cos((lats[row]! * Math.PI) / 180);
  if (Number.isNaN(lats[row]!)) return Number.isNaN(lats[row - 1]!) ? 0 : Infinity;
  return north * north + east * east;
}
