import { z } from 'zod';
import type { ModelManifest } from '#core/model/package.ts';
import { answerInvalid, answerNotANumber } from './remote-error.ts';

/**
 * The JSON of an answer.
 * @throws UmbelError `remote.answer-invalid`; `model.nan` for the bare NaN and Infinity that some servers write, which are no JSON
 */
export function parseAnswer<Schema extends z.ZodType>(bytes: Uint8Array, schema: Schema): z.output<Schema> {
  const text = new TextDecoder().decode(bytes);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    if (/[[,:]\s*-?(NaN|Infinity|inf|nan)\b/.test(text)) throw answerNotANumber(tileOfFirstNaN(text));
    throw answerInvalid(`it is not JSON: ${text.slice(0, 100)}`, cause);
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const said = JSON.stringify(value).slice(0, 200);
  throw answerInvalid(`it is not as the protocol has it: ${said}`, result.error);
}

/** Which row the first NaN is in, counted by the brackets before it. */
function tileOfFirstNaN(text: string): number {
  const before = text.slice(0, text.search(/-?(NaN|Infinity|inf|nan)\b/));
  return Math.max(0, (before.match(/\]\s*,/g) ?? []).length);
}

/** Numbers by tile as servers give them: one number, or a list of them. null stands for NaN in some. */
const rowSchema = z.union([z.number(), z.null(), z.array(z.union([z.number(), z.null()]))]);
export const rowsSchema = z.array(rowSchema);

/**
 * The rows one after another: as many as there are tiles, all of the same length.
 * @throws UmbelError `remote.answer-invalid`, `model.nan`
 */
export function flatRows(rows: z.infer<typeof rowsSchema>, count: number, name: string): Float32Array {
  if (rows.length !== count) {
    throw answerInvalid(`${name} has ${rows.length} rows for ${count} tiles`);
  }
  const lists = rows.map((row) => (Array.isArray(row) ? row : [row]));
  const width = lists[0]?.length ?? 0;
  const odd = lists.findIndex((list) => list.length !== width || width === 0);
  if (odd >= 0)
    throw answerInvalid(`row ${odd} of ${name} has ${lists[odd]!.length} values, the first has ${width}`);
  return finiteValues(lists.flat(), count);
}

/**
 * The values as floats.
 * @throws UmbelError `model.nan`, `remote.answer-invalid` when they do not divide among the tiles
 */
export function finiteValues(values: readonly (number | null)[], count: number): Float32Array {
  if (values.length === 0 || values.length % count !== 0) {
    throw answerInvalid(`it holds ${values.length} values for ${count} tiles`);
  }
  const floats = Float32Array.from(values, (value) => value ?? Number.NaN);
  const at = floats.findIndex((value) => !Number.isFinite(value));
  if (at >= 0) throw answerNotANumber(Math.floor(at / (values.length / count)));
  return floats;
}

/**
 * Nothing; the values are of the kind and the number of classes that the manifest says.
 * @throws UmbelError `remote.answer-invalid`
 */
export function checkValues(
  raw: Float32Array,
  count: number,
  { output }: Pick<ModelManifest, 'output'>,
): void {
  const { kind, hogweedIndex, name } = output;
  const classes = raw.length / count;
  if (classes > 1 && hogweedIndex >= classes) {
    throw answerInvalid(`${name} has ${classes} classes, so class ${hogweedIndex} is not one of them`);
  }
  if (classes === 1 && kind.startsWith('softmax')) {
    throw answerInvalid(`${name} has one value a tile, which cannot be "${kind}"`);
  }
  if (kind !== 'probability' && kind !== 'softmax') return;
  // A little more than 1 is rounding.
  const odd = raw.find((value) => value < -1e-3 || value > 1 + 1e-3);
  if (odd !== undefined) throw answerInvalid(`${name} gives ${odd}, which is no probability`);
}
