/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [name: string]: Json;
}

/** True for a JSON object: neither an array nor null. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isArray(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The value that JSON text holds. @throws SyntaxError */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text);
  return value;
}

/** Bytes of the value as compact JSON in UTF-8: the measure of the payload limit. */
export function sizeBytes(value: Json): number {
  return Buffer.byteLength(JSON.stringify(value), 'utf8');
}

/** True when both hold the same JSON; the order of the names of an object does not count. */
export function sameJson(a: Json, b: Json): boolean {
  if (a === b) return true;
  if (isArray(a) && isArray(b)) {
    return a.length === b.length && a.every((item, index) => sameJson(item, b[index] ?? null));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameJson(a[name] ?? null, b[name] ?? null))
  );
}

/** `object`, `array`, `string`, `number`, `boolean` or `null`: the words that AWS uses in its causes. */
export function typeName(value: Json): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** A copy that holds plain data only: getters are read, nothing is shared. */
export function plainCopy(value: Json): Json {
  if (isArray(value)) return value.map(plainCopy);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainCopy(member)]));
}
