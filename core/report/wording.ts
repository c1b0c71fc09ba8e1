/** A whole number with separators: `12,345`. */
export function countText(count: number): string {
  return Math.round(count)
    .toString()
    .replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 photo`, `2 photos`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${countText(count)} ${count === 1 ? one : many}`;
}

/** A share as whole per cent, rounded down: 99.6 % is not certain. */
export function percentText(share: number): string {
  return `${Math.floor(share * 100 + 1e-9)} %`;
}

/** Metres with one decimal below 10, whole above: `2.1 m`, `14 m`. */
export function metresText(metres: number): string {
  return `${metres < 9.95 ? metres.toFixed(1) : countText(metres)} m`;
}

/** `0.8 s`, `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function durationText(tookMs: number): string {
  const seconds = tookMs / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August'].concat([
  'September',
  'October',
  'November',
  'December',
]);

/** `1 July 2026, 10:05`, with `UTC` or the offset where the time tells it; other text as it is. */
export function dateText(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})(?::[\d.]+)?(Z|[+-]\d{2}:\d{2})?$/.exec(iso);
  const month = months[Number(match?.[2]) - 1];
  if (match === null || month === undefined) return iso;
  const zone = match[5] === undefined ? '' : match[5] === 'Z' ? ' UTC' : ` (UTC${match[5]})`;
  return `${Number(match[3])} ${month} ${match[1]}, ${match[4]}${zone}`;
}
