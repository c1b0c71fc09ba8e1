/** Degrees with 7 decimals (1 cm): more would claim what no drone knows. Source: RFC 7946, section 11.2. */
export function roundDegrees(deg: number): number {
  return roundTo(deg, 7);
}

/** Metres with 2 decimals. */
export function roundMetres(metres: number): number {
  return roundTo(metres, 2);
}

/** A number with at most `decimals` decimals; never -0. */
export function roundTo(value: number, decimals: number): number {
  const factor = 10 ** decimals;
  return Math.round(value * factor) / factor + 0;
}

/** A number without an exponent: 1e-7 degrees is 0.0000001. */
export function decimalText(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(10).replace(/\.?0+$/, '') : text;
}

/** Degrees as people and parsers read them. */
export function degreesText(deg: number): string {
  return decimalText(roundDegrees(deg));
}
