/**
 * The finite number that a metadata value holds, or undefined.
 * Takes numbers, texts as drones write them (`+10.30`, `11485529/262144`), rationals `[n, d]` and lists of one.
 */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value === 'string') return numberOfText(value);
  if (!Array.isArray(value)) return undefined;
  const list: readonly unknown[] = value;
  if (list.length === 1) return numberOf(list[0]);
  if (list.length === 2 && typeof list[0] === 'number' && typeof list[1] === 'number')
    return ratio(list[0], list[1]);
  return undefined;
}

const decimal = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?`;
const decimalText = new RegExp(`^${decimal}$`);
const fractionText = new RegExp(`^(${decimal})\\s*/\\s*(${decimal})$`);

/** Longer than any number that a drone writes; an expression needs a minute for a hundred thousand digits. */
const longestNumber = 64;

function numberOfText(text: string): number | undefined {
  if (text.length > longestNumber) return undefined;
  const trimmed = text.trim();
  if (decimalText.test(trimmed)) {
    const number = Number(trimmed);
    return Number.isFinite(number) ? number : undefined;
  }
  const fraction = fractionText.exec(trimmed);
  return fraction === null ? undefined : ratio(Number(fraction[1]), Number(fraction[2]));
}

function ratio(numerator: number, denominator: number): number | undefined {
  const quotient = numerator / denominator;
  return denominator !== 0 && Number.isFinite(quotient) ? quotient : undefined;
}

/** The trimmed text of a value without control characters, or undefined when nothing is left. */
export function textOf(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  if (typeof first !== 'string') return undefined;
  // oxlint-disable-next-line no-control-regex -- cameras pad texts with NUL
  const text = first.replaceAll(/[\u0000-\u001f\u007f]/g, ' ').trim();
  return text === '' ? undefined : text.slice(0, 200);
}

/** Degrees of an EXIF coordinate (three rationals: degrees, minutes, seconds), unsigned; undefined when it is none. */
export function degreesOf(value: unknown): number | undefined {
  if (!Array.isArray(value) || value.length < 1 || value.length > 3) return undefined;
  const parts: readonly unknown[] = value;
  const degrees = numberOf(parts[0]);
  const minutes = parts.length > 1 ? numberOf(parts[1]) : 0;
  const seconds = parts.length > 2 ? numberOf(parts[2]) : 0;
  if (degrees === undefined || minutes === undefined || seconds === undefined) return undefined;
  if (degrees < 0 || minutes < 0 || minutes >= 60.000001 || seconds < 0 || seconds >= 60.000001)
    return undefined;
  return degrees + minutes / 60 + seconds / 3600;
}

/** The object without its undefined entries: optional fields are absent, never undefined. */
export function withoutUndefined<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T;
export function withoutUndefined(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
