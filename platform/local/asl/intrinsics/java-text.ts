import { isArray, isObject, type Json } from '../json.ts';

/** The value as AWS writes it into States.Format: text as it is, objects as `{a=1, b=2}`, arrays as `[1, 2]`. */
export function javaText(value: Json): string {
  if (typeof value === 'string') return value;
  if (isArray(value)) return `[${value.map(javaText).join(', ')}]`;
  if (!isObject(value)) return String(value);
  const members = Object.entries(value).map(([name, member]) => `${name}=${javaText(member)}`);
  return `{${members.join(', ')}}`;
}
