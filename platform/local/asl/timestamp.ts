const pattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * Milliseconds since 1970 for a timestamp in the form that Step Functions accepts (RFC 3339: a capital T, seconds, and
 * Z or an offset); undefined for any other text and for times that do not exist.
 */
export function parseTimestamp(text: string): number | undefined {
  const parts = pattern.exec(text);
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!exists || hour > 23 || minute > 59 || second > 59) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

/** The time as the context object writes it, e.g. `2026-11-22T06:36:10.123Z`. */
export function formatTimestamp(ms: number): string {
  return new Date(ms).toISOString();
}
