import { z } from 'zod';
import { inputDims, inputValues } from '#core/model/input.ts';
import { checkValues, flatRows, parseAnswer, rowsSchema } from './answer-values.ts';
import type { RemoteCodec, RemoteManifest } from './exchange.ts';
import { answerInvalid } from './remote-error.ts';
import { writeNested } from './write-nested.ts';

/** With one output its rows; with several, an object of them for each tile. */
const answerSchema = z.object({ predictions: z.array(z.unknown()) });

/**
 * Rows of TensorFlow Serving's REST API (also the V1 protocol of KServe): `{instances: [tile, ...]}` to
 * `{predictions: [row, ...]}`. Source: https://www.tensorflow.org/tfx/serving/api_rest#predict_api
 */
export function tfServingCodec(manifest: RemoteManifest, signatureName?: string): RemoteCodec {
  const { input, output } = manifest;
  const signature = signatureName === undefined ? '' : `"signature_name":${JSON.stringify(signatureName)},`;
  return {
    async encode(batch) {
      const rows = writeNested(inputValues(batch, input), inputDims(input, batch.count));
      const body = new TextEncoder().encode(`{${signature}"instances":${rows}}`);
      return { body, contentType: 'application/json' };
    },
    decode(answer, count) {
      const { predictions } = parseAnswer(answer, answerSchema);
      const take = (name: string) => flatRows(rowsOf(predictions, name), count, name);
      const raw = take(output.name);
      checkValues(raw, count, manifest);
      return { raw, location: output.locationName === undefined ? undefined : take(output.locationName) };
    },
  };
}

function rowsOf(predictions: readonly unknown[], name: string): z.infer<typeof rowsSchema> {
  const plain = rowsSchema.safeParse(predictions);
  if (plain.success) return plain.data;
  const rows = predictions.map((row) => (isObject(row) ? Reflect.get(row, name) : undefined));
  const named = rowsSchema.safeParse(rows);
  if (named.success) return named.data;
  const first = predictions.find(isObject);
  if (first === undefined) throw answerInvalid(`${name} is not one row of numbers a tile`);
  throw answerInvalid(`it has no rows of numbers "${name}" (it has ${Object.keys(first).join(', ')})`);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
