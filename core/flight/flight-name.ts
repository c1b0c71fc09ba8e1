/** Longest title of a flight, as `flight.json` holds it. */
export const maxTitleLength = 200;

/** A flight's title made from the name of its folder; a long one is cut, and ends in `…`. */
export function flightTitleFrom(folderName: string): string {
  if (folderName.length <= maxTitleLength) return folderName;
  // Half a sign that the cut leaves over is taken away, not shown as damage.
  return `${folderName.slice(0, maxTitleLength - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
