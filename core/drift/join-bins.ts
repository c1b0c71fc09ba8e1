/** Bins joined with the next ones until each group holds at least such a share; what is left goes to the last. */
export function joinBins(shares: readonly number[], least: number): number[][] {
  const groups: number[][] = [];
  let open: number[] = [];
  for (const bin of shares.keys()) {
    open.push(bin);
    if (sumOf(open.map((one) => shares[one]!)) < least) continue;
    groups.push(open);
    open = [];
  }
  if (open.length > 0) {
    if (groups.length === 0) groups.push(open);
    else groups.at(-1)!.push(...open);
  }
  return groups;
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
